// A wide table's box: it scrolls sideways, by keyboard too.
import type { ReactNode } from "react";
import { t } from "../../strings/strings.ts";
import styles from "./EvaluateTable.module.css";

export interface TableBoxProps {
  /** The table's name. */
  table: string;
  children: ReactNode;
}

export function TableBox({ table, children }: TableBoxProps) {
  return (
    <section
      className={styles["scroll"]}
      aria-label={t("evaluate:tableBox", { table })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
      tabIndex={0}
    >
      {children}
    </section>
  );
}
