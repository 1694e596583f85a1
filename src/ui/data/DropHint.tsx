// Laid over the whole view while files hang over it: says what dropping them will do.
import type { ReactNode } from "react";
import styles from "./DropHint.module.css";

export function DropHint({ children }: { children: ReactNode }) {
  return (
    <div className={styles["hint"]} aria-hidden="true">
      {children}
    </div>
  );
}
