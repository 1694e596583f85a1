// The Evaluate view: the verdict on top, then what was measured on the candidates (curves, steps, parts),
// then comparisons of whole trainings.

import { Button } from "../primitives/Button.tsx";
import { EmptyState } from "../primitives/EmptyState.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { useControls, useCorpus, useEvaluation, useStudio } from "../StudioContext.ts";
import { AblationsPanel } from "./AblationsPanel.tsx";
import { ComparedBar } from "./ComparedBar.tsx";
import { CurvesPanel } from "./CurvesPanel.tsx";
import styles from "./EvaluateView.module.css";
import { GroupsPanel } from "./GroupsPanel.tsx";
import { ImageWorthPanel } from "./ImageWorthPanel.tsx";
import { StepPanel } from "./StepPanel.tsx";
import { useAutoEvaluation } from "./useAutoEvaluation.ts";
import { VerdictPanel } from "./VerdictPanel.tsx";

export function EvaluateView() {
  useAutoEvaluation();
  const hasData = useCorpus((state) => state.summary !== null);
  return (
    <div className={styles["view"]}>
      {hasData ? (
        <>
          <VerdictPanel />
          <Measured />
          <AblationsPanel />
        </>
      ) : (
        <NoData />
      )}
    </div>
  );
}

function Measured() {
  const report = useEvaluation((state) => state.report);
  const hasShelf = useEvaluation((state) => state.shelf.length > 0);
  const questions = useCorpus((state) => state.summary?.candidateQuestions ?? 0);
  if (questions === 0) return <NoCandidates />;
  if (!hasShelf) return <NoPrm />;
  return (
    <>
      <ComparedBar />
      <VanillaMissing />
      {report !== null && report.curves.length > 0 && (
        <>
          <CurvesPanel report={report} />
          <StepPanel reports={report.steps} />
          <GroupsPanel report={report} />
          <ImageWorthPanel />
        </>
      )}
    </>
  );
}

function NoData() {
  const { view } = useStudio();
  const load = useCorpus((state) => state.load);
  return (
    <Panel title="Evaluate">
      <EmptyState
        title={load === null ? "No data yet" : load.label}
        action={<Button onClick={() => view.getState().show("data")}>Go to Data</Button>}
      >
        Load training shards, a meta set and candidates, or the built-in suite, which has all three.
      </EmptyState>
    </Panel>
  );
}

function NoCandidates() {
  const { view } = useStudio();
  return (
    <Panel title="Right answers by number of candidates">
      <EmptyState
        title="No candidates to judge on"
        action={<Button onClick={() => view.getState().show("data")}>Go to Data</Button>}
      >
        Best-of-N needs questions with several answers each, marked right or wrong: a JSON lines
        file of {'{"id", "question", "candidates": [{"response", "correct"}]}'}. The built-in suite
        brings its own. Without them the verdict above goes by the meta chains that are kept from
        learning.
      </EmptyState>
    </Panel>
  );
}

function NoPrm() {
  const studio = useStudio();
  const main = useControls("main");
  const isActive = useControls("isActive");
  return (
    <Panel title="Right answers by number of candidates">
      <EmptyState
        title={isActive ? "Training goes on" : "No PRM yet"}
        action={
          isActive ? undefined : (
            <Button
              variant="primary"
              disabled={main !== "start"}
              onClick={() => void studio.toggleRun()}
            >
              Train a PRM
            </Button>
          )
        }
      >
        {isActive
          ? "Its PRM is measured here as soon as it has ended or is paused."
          : "Train one, then Retrain, which trains the PRM with the learned weights and a vanilla one to compare with. “Is it real?” above trains its own."}
      </EmptyState>
    </Panel>
  );
}

/** Without vanilla there is nothing a gain could be over. */
function VanillaMissing() {
  const { run } = useStudio();
  const isMissing = useEvaluation(
    ({ shelf }) =>
      shelf.some(({ id }) => id === "main") && !shelf.some(({ id }) => id === "vanilla"),
  );
  const canRetrain = useControls("canRetrain");
  if (!isMissing || !canRetrain) return null;
  return (
    <div className={styles["hint"]}>
      <p>
        <strong>Nothing to compare with yet.</strong> Retrain trains the PRM again with the learned
        weights fixed, and a vanilla one (all weights 1) from the same seed: then gains can be
        shown.
      </p>
      <Button variant="primary" onClick={() => void run.getState().retrain()}>
        Retrain and compare
      </Button>
    </div>
  );
}
