// How many seeds a study uses: a number between two bounds, said to be wrong while it is.

import { useId } from "react";
import { t } from "../../strings/strings.ts";
import { NumberField } from "../primitives/NumberField.tsx";
import styles from "./SeedCountField.module.css";

export const MOST_SEEDS = 20;

/** Whether a study can run with as many. */
export function isSeedCount(count: number | null, least: number): count is number {
  return count !== null && Number.isInteger(count) && count >= least && count <= MOST_SEEDS;
}

export interface SeedCountFieldProps {
  value: number | null;
  least: number;
  onChange: (count: number | null) => void;
}

export function SeedCountField({ value, least, onChange }: SeedCountFieldProps) {
  const id = useId();
  const isWrong = !isSeedCount(value, least);
  return (
    <span className={styles["field"]}>
      <label htmlFor={id} title={t("evaluate:seedsAbout")}>
        {t("evaluate:seeds")}
      </label>
      <NumberField
        id={id}
        className={styles["input"] ?? ""}
        inputMode="numeric"
        value={value}
        isInvalid={isWrong}
        aria-describedby={`${id}-issue`}
        onChange={onChange}
      />
      <span id={`${id}-issue`} className={styles["issue"]}>
        {isWrong ? t("evaluate:seedsIssue", { least, most: MOST_SEEDS }) : ""}
      </span>
    </span>
  );
}
