// The open chain: question and image, scores under each aggregation, score by step, and the steps
// themselves, which can be edited.

import { ArrowLeft, ChevronLeft, ChevronRight, RotateCcw } from "lucide-react";
import { type RefObject, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import type { ChainView } from "../../domain/inspect.ts";
import { removedSteps } from "../../store/chainDraft.ts";
import { WITH_IMAGE } from "../../store/readChain.ts";
import type { Studio } from "../../store/studio.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { IconButton } from "../primitives/IconButton.tsx";
import { AggregationTable } from "./AggregationTable.tsx";
import styles from "./ChainPane.module.css";
import { ChainQuestion } from "./ChainQuestion.tsx";
import { CompareChoice } from "./CompareChoice.tsx";
import { StepChart } from "./StepChart.tsx";
import { type StepHandle, StepItem } from "./StepItem.tsx";
import { firstLowStep, shownSteps } from "./shownSteps.ts";

/** What the keys of the view ask of the open chain. */
export interface StepWalker {
  /** Focuses the step `offset` further; stays at the ends. */
  moveBy(offset: number): void;
}

export interface ChainPaneProps {
  studio: Studio;
  chain: ChainView;
  walker: RefObject<StepWalker | null>;
  onBack: () => void;
}

export function ChainPane({ studio, chain, walker, onBack }: ChainPaneProps) {
  const store = studio.inspect;
  const draft = useStore(store, (state) => state.draft);
  const draftScores = useStore(store, (state) => state.draftScores);
  const isScoring = useStore(store, (state) => state.isScoring);
  const threshold = useStore(store, (state) => state.threshold);
  const prm = useStore(store, (state) => state.prm);
  const aggregation = useStore(store, (state) => state.aggregation);
  const slots = useStore(studio.view, (state) => state.domainSlots);
  const thresholdId = useId();
  const [currentStep, setCurrentStep] = useState(0);
  const handles = useRef(new Map<number, StepHandle>());
  /** Key of a step just added, whose text takes the focus when it is there. */
  const addedKey = useRef<number | null>(null);

  const steps = useMemo(() => shownSteps(chain, draft, draftScores), [chain, draft, draftScores]);
  const firstLow = firstLowStep(steps, threshold);
  const isEdited = draft !== null;
  // Only the shown PRM scores edits as they are typed: the other steps back meanwhile.
  const other = isEdited ? null : chain.other;
  const otherLabel = other === null ? null : said(other.label);
  const hasScores = chain.chainScores !== null;
  const hasLabels = chain.steps.some((step) => step.accuracy !== null);
  const removed = draft === null ? 0 : removedSteps(draft, chain.steps);
  const current = Math.min(currentStep, steps.length - 1);

  const identity = `${chain.source} ${chain.ref}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another chain starts at its first step
  useEffect(() => setCurrentStep(0), [identity]);

  useEffect(() => {
    walker.current = {
      moveBy(offset) {
        const focused = document.activeElement?.closest('[aria-current="step"]');
        const isWalking = focused !== null && focused !== undefined;
        const next = isWalking ? current + offset : current;
        const index = Math.min(steps.length - 1, Math.max(0, next));
        const key = steps[index]?.key;
        setCurrentStep(index);
        if (key !== undefined) handles.current.get(key)?.focus();
      },
    };
    return () => {
      walker.current = null;
    };
  }, [walker, steps, current]);

  useEffect(() => {
    if (addedKey.current === null) return;
    handles.current.get(addedKey.current)?.focusText();
    addedKey.current = null;
  });

  const { editStep, removeStep, restoreStep, restoreAll, setThreshold, selectBy } =
    store.getState();
  const addStep = useCallback(
    (key: number) => {
      addedKey.current = store.getState().addStep(key);
    },
    [store],
  );

  return (
    <article className={styles["pane"]} aria-label={t("inspect:pane.label")}>
      <header className={styles["bar"]}>
        <Button className={styles["back"] ?? ""} icon={<ArrowLeft />} onClick={onBack}>
          {t("inspect:pane.back")}
        </Button>
        <IconButton
          label={t("inspect:pane.previous")}
          shortcut={t("inspect:pane.leftOr", { key: "K" })}
          onClick={() => selectBy(-1)}
        >
          <ChevronLeft aria-hidden="true" />
        </IconButton>
        <IconButton
          label={t("inspect:pane.next")}
          shortcut={t("inspect:pane.rightOr", { key: "J" })}
          onClick={() => selectBy(1)}
        >
          <ChevronRight aria-hidden="true" />
        </IconButton>
        <span className={styles["prm"]} role="status">
          {prm === null
            ? t("inspect:pane.noPrm")
            : t(prm.role === "main" ? "inspect:pane.scoresOf" : "inspect:pane.scoresOfRetrained", {
                step: prm.step.toLocaleString("en-US"),
              })}
        </span>
        <CompareChoice store={store} isPutAside={chain.other?.prmId === WITH_IMAGE} />
        <Button
          icon={<RotateCcw />}
          disabled={!isEdited}
          title={t("inspect:pane.restoreAbout")}
          onClick={restoreAll}
        >
          {t("inspect:pane.restore")}
        </Button>
      </header>
      <div className={styles["scroll"]}>
        <ChainQuestion
          store={store}
          chain={chain}
          slot={chain.domain === null ? undefined : slots[chain.domain]}
        />
        {hasScores && (
          <section className={styles["scores"]} aria-label={t("inspect:pane.scores")}>
            <div className={styles["byStep"]}>
              <div className={styles["chartHead"]}>
                <span className={styles["legend"]} aria-hidden="true">
                  <span className={styles["keyScore"]} /> {t("inspect:pane.score")}
                  {other !== null && (
                    <>
                      <span className={styles["keyOther"]} />
                      <span className={styles["keyName"]}>{said(other.label)}</span>
                    </>
                  )}
                  {hasLabels && (
                    <>
                      <span className={styles["keyLabel"]} /> {t("inspect:pane.labelled")}
                    </>
                  )}
                </span>
                <label
                  className={styles["threshold"]}
                  htmlFor={thresholdId}
                  title={t("inspect:pane.thresholdAbout")}
                >
                  {t("inspect:pane.threshold")}
                </label>
                <input
                  id={thresholdId}
                  className={styles["slider"]}
                  type="range"
                  min="0"
                  max="1"
                  step="0.01"
                  value={threshold}
                  onChange={(event) => setThreshold(event.target.valueAsNumber)}
                />
                <output className={styles["value"]} htmlFor={thresholdId}>
                  {threshold.toFixed(2)}
                </output>
              </div>
              <StepChart
                steps={steps}
                threshold={threshold}
                firstLow={firstLow}
                isEdited={isEdited}
                otherLabel={otherLabel}
                onThreshold={setThreshold}
                onStep={(index) => {
                  const key = steps[index]?.key;
                  setCurrentStep(index);
                  if (key !== undefined) handles.current.get(key)?.focus();
                }}
              />
              {isEdited && chain.other !== null && (
                <p className={styles["verdict"]}>
                  {t("inspect:pane.editsAlone", { prm: said(chain.other.label) })}
                </p>
              )}
              <p className={styles["verdict"]}>
                {firstLow < 0
                  ? t("inspect:pane.noneLow", { threshold: threshold.toFixed(2) })
                  : t("inspect:pane.firstLow", {
                      step: firstLow + 1,
                      threshold: threshold.toFixed(2),
                    })}
              </p>
            </div>
            <div className={styles["aggregations"]}>
              <AggregationTable
                original={chain.chainScores}
                edited={draftScores?.chainScores ?? null}
                isEdited={isEdited}
                other={other}
                current={aggregation}
              />
            </div>
          </section>
        )}
        <section aria-label={t("inspect:pane.steps")} aria-busy={isScoring}>
          <ol className={styles["steps"]}>
            {steps.map((step, index) => (
              <StepItem
                key={step.key}
                ref={(handle: StepHandle | null) => {
                  if (handle === null) handles.current.delete(step.key);
                  else handles.current.set(step.key, handle);
                }}
                step={step}
                index={index}
                isCurrent={index === current}
                isFirstLow={index === firstLow}
                threshold={threshold}
                isEdited={isEdited}
                hasScores={hasScores}
                otherLabel={otherLabel}
                hasLabels={hasLabels}
                isRemovable={steps.length > 1}
                onFocus={setCurrentStep}
                onEdit={editStep}
                onAdd={addStep}
                onRemove={removeStep}
                onRestore={restoreStep}
              />
            ))}
          </ol>
          {removed > 0 && (
            <p className={styles["removed"]}>{t("inspect:pane.removed", { count: removed })}</p>
          )}
        </section>
      </div>
    </article>
  );
}
