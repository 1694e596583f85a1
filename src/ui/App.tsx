// The page's frame: header with the run always in sight, the views, notices.
import { Suspense, useEffect } from "react";
import { whenIdle } from "../base/whenIdle.ts";
import { t } from "../strings/strings.ts";
import styles from "./App.module.css";
import { MAIN_ID } from "./focusMain.ts";
import { Header } from "./header/Header.tsx";
import { Keys } from "./keys/Keys.tsx";
import {
  // biome-ignore lint/suspicious/noShadowRestrictedNames: the view of that name; no buffers are read here
  DataView,
  EvaluateView,
  fetchLaterViews,
  GuideView,
  InspectView,
  LabelView,
  RunsView,
} from "./laterViews.ts";
import { Overlays } from "./Overlays.tsx";
import { Opening } from "./opening/Opening.tsx";
import { PageTitle } from "./PageTitle.tsx";
import { TooltipProvider } from "./primitives/Tooltip.tsx";
import { RunError } from "./RunError.tsx";
import { useRun, useStudio, useView } from "./StudioContext.ts";
import { AddressNote } from "./share/AddressNote.tsx";
import { TrainView } from "./train/TrainView.tsx";
import { UnknownParameters } from "./train/UnknownParameters.tsx";
import { useFetched } from "./useFetched.ts";
import { useTheme } from "./useTheme.ts";
import { useViewFocus } from "./useViewFocus.ts";
import { useViewScroll } from "./useViewScroll.ts";
import { WorkspaceNotes } from "./workspace/WorkspaceNotes.tsx";

export function App() {
  useTheme();
  const view = useView((state) => state.view);
  useViewScroll(view);
  useViewFocus(view);
  const state = useRun((run) => run.state);
  useEffect(() => whenIdle(fetchLaterViews), []);
  return (
    <TooltipProvider>
      <div className={styles["app"]} data-state={state} data-view={view}>
        <PageTitle />
        <Header />
        <main
          id={MAIN_ID}
          className={styles["main"]}
          tabIndex={-1}
          aria-label={t(`header:views.${view}`)}
        >
          <RunError />
          <WorkspaceNotes />
          <UnknownParameters />
          <AddressNote />
          <Opening />
          {view === "train" && <TrainView />}
          <Suspense fallback={null}>
            {view === "data" && <DataView />}
            {view === "label" && <LabelView />}
            {view === "evaluate" && <EvaluateView />}
            {view === "runs" && <RunsView />}
            {view === "inspect" && <InspectView />}
            {view === "guide" && <GuideView />}
          </Suspense>
        </main>
        <Notices />
        <Keys />
        <Overlays />
      </div>
    </TooltipProvider>
  );
}

const fetchToaster = async () => (await import("./primitives/Toast.tsx")).Toaster;

function Notices() {
  const notices = useView((state) => state.notices);
  const { view } = useStudio();
  const Toaster = useFetched(notices.length > 0, fetchToaster, () => {});
  if (Toaster === null) return null;
  return <Toaster items={notices} onDismiss={view.getState().dismissNotice} />;
}
