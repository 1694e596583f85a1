// A note across the top of the page: what is the matter, and what can be done about it.
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../primitives/IconButton.tsx";
import styles from "./Note.module.css";

export interface NoteProps {
  /** Names the region. */
  label: string;
  tone: "neutral" | "accent" | "warning";
  headline: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one first. */
  actions?: ReactNode;
  onDismiss?: () => void;
}

export function Note({ label, tone, headline, children, actions, onDismiss }: NoteProps) {
  return (
    <section className={styles["note"]} data-tone={tone} aria-label={label}>
      <div className={styles["text"]}>
        <p className={styles["headline"]}>{headline}</p>
        {children !== undefined && <p className={styles["more"]}>{children}</p>}
      </div>
      {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
      {onDismiss !== undefined && (
        <div className={styles["close"]}>
          <IconButton label={t("common:dismiss")} onClick={onDismiss}>
            <X aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </section>
  );
}
