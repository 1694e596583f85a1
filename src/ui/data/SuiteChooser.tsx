// The built-in suite: which variant, which seed, and in plain words what is planted in it.
import { useId, useState } from "react";
import { SUITE_VARIANTS, type SuiteVariant } from "../../domain/runConfig.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { NumberField } from "../primitives/NumberField.tsx";
import { Select } from "../primitives/Select.tsx";
import styles from "./SuiteChooser.module.css";

export interface SuiteChooserProps {
  initialVariant: SuiteVariant;
  initialSeed: number;
  isDisabled: boolean;
  onLoad: (variant: SuiteVariant, seed: number) => void;
}

export function SuiteChooser(props: SuiteChooserProps) {
  const { initialVariant, initialSeed, isDisabled, onLoad } = props;
  const [variant, setVariant] = useState(initialVariant);
  const [seed, setSeed] = useState<number | null>(initialSeed);
  const seedId = useId();
  const isSeedValid = seed !== null && Number.isInteger(seed) && seed >= 0 && seed <= 0xff_ff_ff_ff;

  return (
    <form
      className={styles["chooser"]}
      aria-label={t("data:suite.title")}
      onSubmit={(event) => {
        event.preventDefault();
        if (isSeedValid) onLoad(variant, seed);
      }}
    >
      <div className={styles["line"]}>
        <Select
          className={styles["variant"] ?? ""}
          aria-label={t("data:suite.variant")}
          value={variant}
          options={SUITE_VARIANTS.map((value) => ({
            value,
            label: t(`data:suite.names.${value}`),
          }))}
          onChange={setVariant}
        />
        <span className={styles["seed"]}>
          <label htmlFor={seedId}>{t("data:suite.seed")}</label>
          <NumberField
            id={seedId}
            className={styles["number"]}
            inputMode="numeric"
            value={seed}
            isInvalid={!isSeedValid}
            onChange={setSeed}
          />
        </span>
      </div>
      <p className={styles["about"]}>{t(`data:suite.about.${variant}`)}</p>
      <p className={styles["about"]}>{t("data:suite.common")}</p>
      {!isSeedValid && (
        <p className={styles["issue"]} role="alert">
          {t("data:suite.seedIssue")}
        </p>
      )}
      <Button type="submit" disabled={isDisabled || !isSeedValid}>
        {t("data:suite.generate")}
      </Button>
    </form>
  );
}
