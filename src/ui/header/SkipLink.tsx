// The first stop of the Tab key: past the header, to the view itself. A button, because the address' hash is the
// view's and cannot name a place on the page as well.
import { t } from "../../strings/strings.ts";
import { focusMain } from "../focusMain.ts";
import styles from "./SkipLink.module.css";

export function SkipLink() {
  return (
    <button type="button" className={styles["skip"]} onClick={focusMain}>
      {t("header:skip")}
    </button>
  );
}
