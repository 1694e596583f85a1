// Whether the browser has promised to keep what is stored, and the button that asks for it.

import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { useStorage, useStudio } from "../StudioContext.ts";
import styles from "./StorageDialog.module.css";

export function Persistence({ isPersistent }: { isPersistent: boolean }) {
  const { storage } = useStudio();
  const isRefused = useStorage((state) => state.isRefused);
  return (
    <div className={styles["promise"]}>
      <p role="status">
        {isPersistent
          ? t("workspace:storage.promised")
          : isRefused
            ? t("workspace:storage.refused")
            : t("workspace:storage.unpromised")}
      </p>
      {!isPersistent && (
        <Button onClick={() => void storage.getState().askToPersist()}>
          {t("workspace:storage.ask")}
        </Button>
      )}
    </div>
  );
}
