// The page's frame: header with the run always in sight, the views, notices.
import { RotateCw } from "lucide-react";
import { Suspense, useEffect } from "react";
import { whenIdle } from "../base/whenIdle.ts";
import styles from "./App.module.css";
import { Header } from "./header/Header.tsx";
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
import { Button } from "./primitives/Button.tsx";
import { ErrorNote } from "./primitives/ErrorNote.tsx";
import { Toaster } from "./primitives/Toast.tsx";
import { TooltipProvider } from "./primitives/Tooltip.tsx";
import { useRun, useStudio, useView, useWorkspace } from "./StudioContext.ts";
import { AddressNote } from "./share/AddressNote.tsx";
import { LinkDialog } from "./share/LinkDialog.tsx";
import { formatStep } from "./train/formatRun.ts";
import { TrainView } from "./train/TrainView.tsx";
import { UnknownParameters } from "./train/UnknownParameters.tsx";
import { useRunKeys } from "./useRunKeys.ts";
import { useTheme } from "./useTheme.ts";
import { useViewScroll } from "./useViewScroll.ts";
import { StorageDialog } from "./workspace/StorageDialog.tsx";
import { WorkspaceNotes } from "./workspace/WorkspaceNotes.tsx";

export function App() {
  useTheme();
  useRunKeys();
  const view = useView((state) => state.view);
  useViewScroll(view);
  const state = useRun((run) => run.state);
  useEffect(() => whenIdle(fetchLaterViews), []);
  return (
    <TooltipProvider>
      <div className={styles["app"]} data-state={state} data-view={view}>
        <Header />
        <main className={styles["main"]}>
          <RunError />
          <WorkspaceNotes />
          <UnknownParameters />
          <AddressNote />
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
        <StorageDialog />
        <LinkDialog />
      </div>
    </TooltipProvider>
  );
}

function RunError() {
  const error = useRun((run) => run.error);
  const saved = useWorkspace(({ status }) => status.saved);
  const isWhole = useRun((run) => saved !== null && saved.step >= run.totalSteps);
  const { run } = useStudio();
  if (error === null) return null;
  // Nothing goes on without the worker, and only a fresh page brings a fresh one.
  const reload =
    error.code !== "worker"
      ? null
      : saved === null || isWhole
        ? "Reload the page"
        : `Reload and go on from step ${formatStep(saved.step)}`;
  return (
    <div className={styles["error"]}>
      <ErrorNote error={error} onDismiss={run.getState().dismissError}>
        {reload !== null && (
          <Button icon={<RotateCw />} onClick={() => location.reload()}>
            {reload}
          </Button>
        )}
      </ErrorNote>
    </div>
  );
}

function Notices() {
  const notices = useView((state) => state.notices);
  const { view } = useStudio();
  return <Toaster items={notices} onDismiss={view.getState().dismissNotice} />;
}
