// What ranges and bars mean, in the one line that says so.
import { t } from "../../strings/strings.ts";
import styles from "./EvaluateTable.module.css";

export interface IntervalNoteProps {
  /** What might have been others. */
  drawn: "questions" | "questionsAndSeeds";
}

export function IntervalNote({ drawn }: IntervalNoteProps) {
  return <p className={styles["caption"]}>{t(`evaluate:intervals.${drawn}`)}</p>;
}
