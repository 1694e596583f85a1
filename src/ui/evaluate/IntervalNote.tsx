// What ranges and bars mean, in the one line that says so.
import styles from "./EvaluateTable.module.css";

export interface IntervalNoteProps {
  /** What might have been others. */
  drawn: "questions" | "questions and seeds";
}

export function IntervalNote({ drawn }: IntervalNoteProps) {
  return (
    <p className={styles["caption"]}>
      Ranges and bars are 95 % intervals: with other {drawn} of the same kind, the true value would
      lie inside 95 times in 100. A gain is clear where its bar does not touch 0.
    </p>
  );
}
