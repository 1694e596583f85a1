// A dialog over the page: titled, closed by Escape, by its cross and by a click beside it; the focus goes
// back to where it came from.
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { t } from "../../strings/strings.ts";
import styles from "./Dialog.module.css";

export interface DialogProps {
  title: string;
  /** One or two sentences under the title. */
  explanation: ReactNode;
  isOpen: boolean;
  /** As wide as the page allows, for something to look at. */
  isWide?: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
}

export function Dialog(props: DialogProps) {
  const { title, explanation, isOpen, isWide = false, onOpenChange, children } = props;
  // Radix gives the focus back to a trigger of its own alone.
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={styles["overlay"]} />
        <Radix.Content
          className={styles["dialog"]}
          data-wide={isWide}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
        >
          <header className={styles["header"]}>
            <Radix.Title className={styles["title"]}>{title}</Radix.Title>
            <Radix.Close
              className={styles["close"]}
              aria-label={t("common:close")}
              // No tooltip of ours: it would open with the dialog, which focuses its first control.
              title={t("common:close")}
            >
              <X aria-hidden="true" />
            </Radix.Close>
          </header>
          <Radix.Description className={styles["explanation"]} asChild>
            <div>{explanation}</div>
          </Radix.Description>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
