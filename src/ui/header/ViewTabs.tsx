// The views as links in a navigation bar; the address names the one shown.
import { VIEWS } from "../../store/viewStore.ts";
import { t } from "../../strings/strings.ts";
import { useLabel, useStudio, useView, useWorkspace } from "../StudioContext.ts";
import styles from "./ViewTabs.module.css";

export function ViewTabs() {
  const { view: store } = useStudio();
  const shown = useView((state) => state.view);
  const isLabelling = useLabel(({ status }) => status?.state === "running");
  const isWaiting = useWorkspace(({ status }) => status.interrupted !== null);
  return (
    <nav className={styles["tabs"]} aria-label={t("header:views.navigation")}>
      {VIEWS.map((view) => (
        <a
          key={view}
          href={`#${view}`}
          className={styles["tab"]}
          data-tour={`tab ${view}`}
          aria-current={view === shown ? "page" : undefined}
          onClick={(event) => {
            event.preventDefault();
            store.getState().show(view);
          }}
        >
          {t(`header:views.${view}`)}
          {view === "label" && isLabelling && (
            <span className={styles["busy"]} title={t("header:labelling")}>
              <span className="visuallyHidden">{t("header:labellingHidden")}</span>
            </span>
          )}
          {view === "train" && isWaiting && (
            <span className={styles["busy"]} title={t("header:interrupted")}>
              <span className="visuallyHidden">{t("header:interruptedHidden")}</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
