// A titled surface; the unit every view is laid out in.
import { type ReactNode, useId } from "react";
import styles from "./Panel.module.css";

export interface PanelProps {
  title: string;
  /** Small text beside the title (units, counts). */
  note?: ReactNode;
  /** Controls at the right of the title. */
  actions?: ReactNode;
  /** Body without padding, for tables and charts that bring their own. */
  isFlush?: boolean;
  className?: string | undefined;
  children: ReactNode;
}

export function Panel({ title, note, actions, isFlush, className, children }: PanelProps) {
  const id = useId();
  return (
    <section
      className={[styles["panel"], className].filter(Boolean).join(" ")}
      aria-labelledby={id}
    >
      <header className={styles["header"]}>
        <h2 id={id} className={styles["title"]}>
          {title}
        </h2>
        {note !== undefined && <span className={styles["note"]}>{note}</span>}
        {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
      </header>
      <div className={isFlush ? styles["flush"] : styles["body"]}>{children}</div>
    </section>
  );
}
