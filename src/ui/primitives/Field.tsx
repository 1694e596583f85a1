// A form field: label, symbol, control, one line of explanation, and the message when it is invalid.
import type { ReactNode } from "react";
import { useId } from "react";
import styles from "./Field.module.css";

export interface FieldControlProps {
  id: string;
  "aria-describedby": string;
  isInvalid: boolean;
}

export interface FieldProps {
  label: string;
  /** The symbol in the paper, where there is one. */
  symbol?: string | undefined;
  /** One line: what it does, its unit. */
  explanation: string;
  /** The schema's message; undefined while valid. */
  issue?: string | undefined;
  /** A short mark after the explanation ("differs from the run"). */
  mark?: ReactNode;
  control: (props: FieldControlProps) => ReactNode;
}

export function Field({ label, symbol, explanation, issue, mark, control }: FieldProps) {
  const id = useId();
  const aboutId = `${id}-about`;
  return (
    <div className={styles["field"]}>
      <div className={styles["line"]}>
        <label htmlFor={id} className={styles["label"]}>
          {label}
        </label>
        {symbol !== undefined && <span className={styles["symbol"]}>{symbol}</span>}
      </div>
      <div className={styles["control"]}>
        {control({ id, "aria-describedby": aboutId, isInvalid: issue !== undefined })}
      </div>
      <p id={aboutId} className={issue === undefined ? styles["about"] : styles["issue"]}>
        {issue ?? explanation} {mark}
      </p>
    </div>
  );
}
