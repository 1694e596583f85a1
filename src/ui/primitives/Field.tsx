// A form field: label, symbol, control, one line of explanation, and the message when it is invalid.
import type { ReactNode } from "react";
import { useId } from "react";
import type { GuideSection } from "../../store/guideSections.ts";
import styles from "./Field.module.css";
import { GuideLink } from "./GuideLink.tsx";

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
  /** Where the guide tells of it. */
  guide?: GuideSection | undefined;
  /** The schema's message; undefined while valid. */
  issue?: string | undefined;
  /** A short mark after the explanation ("differs from the run"). */
  mark?: ReactNode;
  control: (props: FieldControlProps) => ReactNode;
}

export function Field({ label, symbol, explanation, guide, issue, mark, control }: FieldProps) {
  const id = useId();
  const aboutId = `${id}-about`;
  return (
    <div className={styles["field"]}>
      <div className={styles["line"]}>
        <label htmlFor={id} className={styles["label"]}>
          {label}
        </label>
        {symbol !== undefined && <span className={styles["symbol"]}>{symbol}</span>}
        {guide !== undefined && <GuideLink section={guide} />}
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
