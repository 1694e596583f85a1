// A short word about something, with a tone that never stands alone: the word says it too.
import type { ReactNode } from "react";
import styles from "./Badge.module.css";

export interface BadgeProps {
  tone?: "neutral" | "accent" | "positive" | "warning" | "negative";
  title?: string | undefined;
  children: ReactNode;
}

export function Badge({ tone = "neutral", title, children }: BadgeProps) {
  return (
    <span className={`${styles["badge"]} ${styles[tone]}`} title={title}>
      {children}
    </span>
  );
}
