// The Evaluate view: the verdict on top, then what was measured on the candidates (curves, steps, parts),
// then comparisons of whole trainings.

import { Trans } from "react-i18next";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
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
    <Panel title={t("evaluate:noData.title")}>
      <EmptyState
        title={load === null ? t("evaluate:noData.none") : said(load.label)}
        action={
          <Button onClick={() => view.getState().show("data")}>{t("evaluate:noData.go")}</Button>
        }
      >
        {t("evaluate:noData.about")}
      </EmptyState>
    </Panel>
  );
}

/** What a line of a file of candidates looks like. */
const CANDIDATES_LINE = '{"id", "question", "candidates": [{"response", "correct"}]}';

function NoCandidates() {
  const { view } = useStudio();
  return (
    <Panel title={t("evaluate:curves.title")}>
      <EmptyState
        title={t("evaluate:noCandidates.title")}
        action={
          <Button onClick={() => view.getState().show("data")}>{t("evaluate:noData.go")}</Button>
        }
      >
        {t("evaluate:noCandidates.about", { format: CANDIDATES_LINE })}
      </EmptyState>
    </Panel>
  );
}

function NoPrm() {
  const studio = useStudio();
  const main = useControls("main");
  const isActive = useControls("isActive");
  return (
    <Panel title={t("evaluate:curves.title")}>
      <EmptyState
        title={t(isActive ? "evaluate:noPrm.training" : "evaluate:noPrm.title")}
        action={
          isActive ? undefined : (
            <Button
              variant="primary"
              disabled={main !== "start"}
              onClick={() => void studio.toggleRun()}
            >
              {t("evaluate:noPrm.train")}
            </Button>
          )
        }
      >
        {t(isActive ? "evaluate:noPrm.aboutTraining" : "evaluate:noPrm.about")}
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
        <Trans t={t} i18nKey="evaluate:noVanilla.about" components={{ strong: <strong /> }} />
      </p>
      <Button variant="primary" onClick={() => void run.getState().retrain()}>
        {t("evaluate:noVanilla.retrain")}
      </Button>
    </div>
  );
}
