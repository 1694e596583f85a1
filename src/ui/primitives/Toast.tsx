// Short notices that come and go at the bottom of the page; the list itself lives in a store.

import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { t } from "../../strings/strings.ts";
import styles from "./Toast.module.css";

export interface ToastItem {
  id: number;
  message: string;
  /** A button beside the message; pressing it ends the notice. */
  action?: { label: string; act: () => void };
}

export interface ToasterProps {
  items: readonly ToastItem[];
  onDismiss: (id: number) => void;
}

export function Toaster({ items, onDismiss }: ToasterProps) {
  return (
    <Radix.Provider duration={8000} swipeDirection="right" label={t("common:notice")}>
      {items.map((item) => (
        <Radix.Root
          key={item.id}
          className={styles["toast"]}
          onOpenChange={(isOpen) => {
            if (!isOpen) onDismiss(item.id);
          }}
        >
          <Radix.Description className={styles["message"]}>{item.message}</Radix.Description>
          {item.action !== undefined && (
            <Radix.Action
              className={styles["action"]}
              altText={item.action.label}
              onClick={item.action.act}
            >
              {item.action.label}
            </Radix.Action>
          )}
          <Radix.Close
            className={styles["close"]}
            aria-label={t("common:dismissNotice")}
            title={t("common:dismissNotice")}
          >
            <X aria-hidden="true" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className={styles["viewport"]} />
    </Radix.Provider>
  );
}
