// What a place says while there is nothing to show in it, and what to do about it.
import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

export interface EmptyStateProps {
  title: string;
  /** One or two sentences. */
  children?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className={styles["empty"]}>
      <p className={styles["title"]}>{title}</p>
      {children !== undefined && <div className={styles["text"]}>{children}</div>}
      {action}
    </div>
  );
}
