// The views as links in a navigation bar; the address names the one shown.
import { VIEWS, type View } from "../../store/viewStore.ts";
import { useLabel, useStudio, useView, useWorkspace } from "../StudioContext.ts";
import styles from "./ViewTabs.module.css";

const NAMES: Record<View, string> = {
  data: "Data",
  label: "Label",
  train: "Train",
  evaluate: "Evaluate",
  inspect: "Inspect",
  runs: "Runs",
};

export function ViewTabs() {
  const { view: store } = useStudio();
  const shown = useView((state) => state.view);
  const isLabelling = useLabel(({ status }) => status?.state === "running");
  const isWaiting = useWorkspace(({ status }) => status.interrupted !== null);
  return (
    <nav className={styles["tabs"]} aria-label="Views">
      {VIEWS.map((view) => (
        <a
          key={view}
          href={`#${view}`}
          className={styles["tab"]}
          aria-current={view === shown ? "page" : undefined}
          onClick={(event) => {
            event.preventDefault();
            store.getState().show(view);
          }}
        >
          {NAMES[view]}
          {view === "label" && isLabelling && (
            <span className={styles["busy"]} title="Labels are being made">
              <span className="visuallyHidden">, under way</span>
            </span>
          )}
          {view === "train" && isWaiting && (
            <span className={styles["busy"]} title="A training was interrupted and waits to go on">
              <span className="visuallyHidden">, interrupted</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
