// One kind of thing that is kept: how large it is, and its removal, which asks before it is done.
import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { Removable } from "../../store/storageStore.ts";
import { t } from "../../strings/strings.ts";
import { formatBytes } from "../data/formatNumber.ts";
import { Button } from "../primitives/Button.tsx";
import { useStorage, useStudio } from "../StudioContext.ts";
import styles from "./StorageDialog.module.css";

export interface StorageRowProps {
  name: string;
  about: string;
  /** Null where it could not be measured. */
  bytes: number | null;
  /** What it is made of, in bytes; parts of nothing are left out. */
  parts?: readonly (readonly [name: string, bytes: number])[];
  /** Null: nothing of it can be removed here. */
  removes: Removable | null;
  /** Of the button; the plain word for removing where it is left out. */
  label?: string;
  /** What removing does. */
  consequence: string;
  /** Why it cannot be removed now. */
  obstacle?: string | null;
}

export function StorageRow(props: StorageRowProps) {
  const { name, about, bytes, parts = [], removes, label = t("workspace:storage.remove") } = props;
  const { consequence, obstacle = null } = props;
  const { storage } = useStudio();
  const removing = useStorage((state) => state.removing);
  const [isAsking, setAsking] = useState(false);
  const present = parts.filter(([, size]) => size > 0);
  const isEmpty = bytes === 0;
  return (
    <li className={styles["kind"]} aria-label={name}>
      <div className={styles["head"]}>
        <span className={styles["name"]}>{name}</span>
        <span className={styles["size"]}>
          {bytes === null
            ? t("workspace:storage.notMeasured")
            : isEmpty
              ? t("workspace:storage.nothing")
              : formatBytes(bytes)}
        </span>
        {removes !== null && !isEmpty && !isAsking && (
          <Button
            icon={<Trash2 />}
            aria-label={t("workspace:storage.removeOf", { remove: label, name })}
            disabled={obstacle !== null || removing !== null}
            title={obstacle ?? consequence}
            onClick={() => setAsking(true)}
          >
            {removing === removes ? t("workspace:storage.removing") : label}
          </Button>
        )}
      </div>
      <p className={styles["about"]}>
        {present.length > 1
          ? t("workspace:storage.withParts", { about, parts: partsInWords(present) })
          : about}
      </p>
      {removes !== null && isAsking && (
        <div className={styles["question"]}>
          <p>{consequence}</p>
          <div className={styles["buttons"]}>
            {/* The focus was on the button that this takes the place of. */}
            <Button autoFocus onClick={() => setAsking(false)}>
              {t("workspace:storage.keep")}
            </Button>
            <Button
              variant="danger"
              onClick={() => {
                setAsking(false);
                void storage.getState().remove(removes);
              }}
            >
              {t("workspace:storage.removeForGood")}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}

function partsInWords(parts: readonly (readonly [name: string, bytes: number])[]): string {
  return parts
    .map(([name, size]) => t("workspace:storage.part", { name, bytes: formatBytes(size) }))
    .join(t("workspace:storage.comma"));
}
