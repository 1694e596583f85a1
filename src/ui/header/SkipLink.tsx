// The first stop of the Tab key: past the header, to the view itself.
import { hashOfPlace } from "../../store/viewStore.ts";
import { t } from "../../strings/strings.ts";
import { focusMain } from "../focusMain.ts";
import { useView } from "../StudioContext.ts";
import styles from "./SkipLink.module.css";

export function SkipLink() {
  const view = useView((state) => state.view);
  const guideSection = useView((state) => state.guideSection);
  return (
    // The hash is the view's: it cannot name a place on the page as well.
    <a
      className={styles["skip"]}
      href={hashOfPlace({ view, guideSection })}
      onClick={(event) => {
        event.preventDefault();
        focusMain();
      }}
    >
      {t("header:skip")}
    </a>
  );
}
