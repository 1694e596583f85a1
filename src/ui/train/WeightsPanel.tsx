// The weights: chart and sorted bars side by side, and what to make of them.
import { useMemo } from "react";
import { EmptyState } from "../primitives/EmptyState.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { Switch } from "../primitives/Switch.tsx";
import { useConfig, useCorpus, useRun, useStudio, useView } from "../StudioContext.ts";
import { FocusScope } from "./FocusScope.tsx";
import { learnedFrom, learnedSentence } from "./learnedSummary.ts";
import { useIsNarrow } from "./useIsNarrow.ts";
import { WeightBars } from "./WeightBars.tsx";
import { WeightChart } from "./WeightChart.tsx";
import styles from "./WeightsPanel.module.css";

const NARROW_LABELS = 112;
const MOST_LABELS = 200;
/** Leader, value and gaps before the name, and a generous width of one character at 11 px, bold. */
const BEFORE_NAME = 50;
const CHARACTER = 6.9;

/** Room for the longest name, as far as there is room; longer ones are cut with an ellipsis. */
function labelWidth(domains: readonly string[], isNarrow: boolean): number {
  if (isNarrow) return NARROW_LABELS;
  const longest = Math.max(0, ...domains.map((name) => name.length));
  return Math.round(Math.min(MOST_LABELS, BEFORE_NAME + longest * CHARACTER));
}

export function WeightsPanel() {
  const { view } = useStudio();
  const isNarrow = useIsNarrow();
  const summary = useCorpus((state) => state.summary);
  const history = useRun((run) => run.main?.history ?? null);
  const encoderNote = useRun((run) => run.main?.encoderNote ?? null);
  const isTierShown = useView((state) => state.isTierShown);
  const hasTiers = summary?.domains.some((domain) => domain.tier !== null) ?? false;
  const domains = useMemo(
    () =>
      history?.domains ??
      summary?.domains.filter((domain) => domain.isEnabled).map((domain) => domain.name) ??
      [],
    [history, summary],
  );
  return (
    <Panel
      title="Domain weights"
      guide="weights"
      tourStop="weights"
      note={`α, mean 1, ${domains.length} domains`}
      actions={
        hasTiers && (
          <Switch
            label="Planted tiers"
            isChecked={isTierShown}
            onChange={(isShown) => view.getState().showTiers(isShown)}
          />
        )
      }
    >
      <FocusScope domains={domains} className={styles["content"]}>
        <div className={styles["chart"]} data-tour="lines">
          <WeightChart domains={domains} labelWidth={labelWidth(domains, isNarrow)} />
          <BeforeFirstUpperStep domainCount={domains.length} />
        </div>
        <WeightBars domains={domains} />
      </FocusScope>
      <WhatWasLearned />
      <p className={styles["caution"]}>
        Spread alone says little: weights drift apart on equally good domains too. What counts is
        agreement between seeds and whether the retrained PRM beats vanilla.
        {encoderNote === null ? null : ` The head reads ${encoderNote}.`}
      </p>
    </Panel>
  );
}

/** Said once the run rests: the weights that retraining and everything after it go by. */
function WhatWasLearned() {
  const state = useRun((run) => run.state);
  const main = useRun((run) => run.main);
  const isResting = state === "finished" || state === "stopped" || state === "paused";
  const upper = main?.config.mode === "bilevel" ? main.config.upper : null;
  if (!isResting || main === null || upper === null || main.history.upperSteps() === 0) return null;
  const weights = learnedFrom(main.history, upper.shrinkage);
  return (
    <p className={styles["learned"]}>
      <strong>Learned.</strong> {learnedSentence(main.history.domains, weights)}
    </p>
  );
}

function BeforeFirstUpperStep({ domainCount }: { domainCount: number }) {
  const hasPoints = useRun((run) => run.version >= 0 && (run.main?.history.length ?? 0) > 0);
  const hasUpperSteps = useRun((run) => (run.main?.history.upperSteps() ?? 0) > 0);
  const isLoading = useCorpus((state) => state.load !== null && state.summary === null);
  const mode = useRun((run) => run.config?.mode);
  const draftMode = useConfig((state) => state.draft["mode"]);
  const warmup = useConfig((state) => state.config?.upper.warmupSteps);
  if (hasUpperSteps || (hasPoints && mode !== "bilevel")) return null;
  if (isLoading) {
    return (
      <div className={styles["empty"]}>
        <EmptyState title="Generating the built-in suite" />
      </div>
    );
  }
  const isLearning = (mode ?? draftMode ?? "bilevel") === "bilevel";
  return (
    <div className={styles["empty"]}>
      <EmptyState
        title={
          isLearning
            ? `All ${domainCount} weights are at exactly 1.0`
            : "The weights stay as they are in this mode"
        }
      >
        {isLearning
          ? `They part at the first upper step${warmup === undefined ? "" : `, after ${warmup} lower steps of warm-up`}: domains whose data help the PRM judge the meta set rise, the others fall.`
          : "Mode vanilla keeps every weight at 1, mode fixed at the weights given. Choose bilevel to learn them."}
      </EmptyState>
    </div>
  );
}
