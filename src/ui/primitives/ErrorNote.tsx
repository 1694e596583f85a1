// An error for a person: what went wrong, then what to do about it.
import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { ErrorReport } from "../../base/errors.ts";
import { t } from "../../strings/strings.ts";
import styles from "./ErrorNote.module.css";
import { IconButton } from "./IconButton.tsx";

export interface ErrorNoteProps {
  error: ErrorReport;
  onDismiss?: () => void;
  /** Buttons beside the words. */
  children?: ReactNode;
}

export function ErrorNote({ error, onDismiss, children }: ErrorNoteProps) {
  return (
    <div role="alert" className={styles["note"]} data-code={error.code}>
      <div className={styles["text"]}>
        <p className={styles["message"]}>{error.message}</p>
        {error.hint !== "" && <p className={styles["hint"]}>{error.hint}</p>}
      </div>
      {children}
      {onDismiss !== undefined && (
        <IconButton label={t("common:dismiss")} onClick={onDismiss}>
          <X aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
