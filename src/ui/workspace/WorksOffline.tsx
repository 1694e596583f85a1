// Says that the app works without a network, once it does.
import { t } from "../../strings/strings.ts";
import { useOffline } from "../StudioContext.ts";
import styles from "./StorageDialog.module.css";

export function WorksOffline() {
  const isKept = useOffline((state) => state.isKept);
  return isKept ? <p className={styles["offline"]}>{t("offline:works")}</p> : null;
}
