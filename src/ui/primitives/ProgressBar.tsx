// A thin progress bar; without a known end it says "in progress" and does not pretend a share.
import { Progress } from "radix-ui";
import styles from "./ProgressBar.module.css";

export interface ProgressBarProps {
  /** What progresses, for screen readers. */
  label: string;
  done: number;
  /** 0 where the end is not known. */
  total: number;
}

export function ProgressBar({ label, done, total }: ProgressBarProps) {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : null;
  return (
    <Progress.Root
      className={styles["track"]}
      aria-label={label}
      value={share === null ? null : Math.round(share * 100)}
      max={100}
    >
      <Progress.Indicator
        className={share === null ? styles["unknown"] : styles["fill"]}
        style={share === null ? undefined : { transform: `scaleX(${share})` }}
      />
    </Progress.Root>
  );
}
