// "Why a weight moved": closed, one sentence on the domains in question; open, their alignment and
// cosine over time, all domains in a table, and the meta chains behind one of them.
import { ChevronRight } from "lucide-react";
import { memo, useId, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { useRunVersion } from "../../charts/useRunVersion.ts";
import { Button } from "../../primitives/Button.tsx";
import { DomainSwatch } from "../../primitives/DomainSwatch.tsx";
import { Panel } from "../../primitives/Panel.tsx";
import { useRun, useStudio, useView } from "../../StudioContext.ts";
import { formatStep, formatWeight } from "../formatRun.ts";
import {
  type DomainSignal,
  domainSignals,
  domainsInQuestion,
  RECENT_UPPER_STEPS,
  signalWord,
} from "./domainSignals.ts";
import { formatRatio } from "./formatSlope.ts";
import { PullSection } from "./PullSection.tsx";
import { SignalTable } from "./SignalTable.tsx";
import { AlignmentChart, CosineChart } from "./WhyCharts.tsx";
import styles from "./WhyPanel.module.css";

/** More than these do not fit into the sentence of the closed panel. */
const MOST_IN_SENTENCE = 3;

export const WhyPanel = memo(function WhyPanel() {
  const { why } = useStudio();
  const id = useId();
  const version = useRunVersion(0.7);
  const history = useRun((run) => run.main?.history ?? null);
  const isOpen = useStore(why, (state) => state.isOpen);
  const hovered = useView((view) => view.hoveredDomain);
  const pinned = useView((view) => view.pinnedDomains);
  const until = useView((view) => view.zoom?.[1] ?? Number.POSITIVE_INFINITY);
  const rows = useMemo(
    // The history is changed in place: the version says when.
    () => (history === null || version < 0 ? [] : domainSignals(history, until)),
    [history, version, until],
  );
  const inQuestion = useSameNames(domainsInQuestion(rows, hovered, pinned));
  const hasUpperSteps = useRun((run) => (run.main?.history.upperSteps() ?? 0) > 0);
  const asked = rows.filter(({ name }) => inQuestion.includes(name));
  return (
    <Panel
      title="Why a weight moved"
      note={hasUpperSteps && !isOpen ? <Sentence rows={asked} /> : undefined}
      actions={
        <Button
          variant="ghost"
          aria-expanded={isOpen}
          aria-controls={id}
          icon={<ChevronRight className={styles["chevron"]} data-open={isOpen} />}
          onClick={() => why.getState().setOpen(!isOpen)}
        >
          {isOpen ? "Hide" : "Show"}
        </Button>
      }
      isFlush
    >
      <div id={id} hidden={!isOpen} className={styles["body"]}>
        {isOpen &&
          (hasUpperSteps ? (
            <>
              <p className={styles["about"]}>
                At every upper step each domain is asked: would a training step on it also lower the
                loss on the meta set? Its alignment h says how much; above 0 it would. Weights keep
                a mean of 1, so a weight rises where h stands above the dotted average of all
                domains and falls where it stands below. Where the mean of h is less than half its
                spread over the steps, it is called noise. Drawn are the pinned domains, or the
                highest and the lowest weight.
              </p>
              <div className={styles["columns"]}>
                <div className={styles["charts"]}>
                  <AlignmentChart domains={inQuestion} />
                  <CosineChart domains={inQuestion} />
                </div>
                <div className={styles["signals"]}>
                  <p className={styles["window"]}>
                    {Number.isFinite(until)
                      ? `The ${RECENT_UPPER_STEPS} upper steps up to step ${formatStep(Math.round(until))}, where the zoom ends`
                      : `The last ${RECENT_UPPER_STEPS} upper steps; zoom to ask about earlier ones`}
                  </p>
                  <SignalTable rows={rows} inQuestion={inQuestion} />
                </div>
              </div>
              <PullSection
                domains={history?.domains ?? NO_NAMES}
                preset={pinned[0] ?? inQuestion[0] ?? null}
              />
            </>
          ) : (
            <BeforeUpperSteps />
          ))}
      </div>
    </Panel>
  );
});

const NO_NAMES: readonly string[] = [];

/** The same array as long as the names in it are, so that charts are not redrawn for nothing. */
function useSameNames(names: string[]): readonly string[] {
  const before = useRef<readonly string[]>(NO_NAMES);
  const isSame =
    names.length === before.current.length &&
    names.every((name, index) => name === before.current[index]);
  if (!isSame) before.current = names;
  return before.current;
}

/** "map_grid 0.30 pulled down, noise (0.23)". */
function Sentence({ rows }: { rows: readonly DomainSignal[] }) {
  const slots = useView((view) => view.domainSlots);
  return (
    <span className={styles["sentence"]}>
      {rows.slice(0, MOST_IN_SENTENCE).map(({ place, name, weight, pull, snr }) => {
        const word = signalWord(snr);
        return (
          <span key={name} title={`Over the last ${RECENT_UPPER_STEPS} upper steps`}>
            <DomainSwatch slot={slots[name] ?? place} />
            <strong>{name}</strong> {formatWeight(weight)} pulled {pull > 0 ? "up" : "down"}
            {word !== "" && `, signal to noise ${formatRatio(snr)}: ${word}`}
          </span>
        );
      })}
      {rows.length > MOST_IN_SENTENCE && <span>and {rows.length - MOST_IN_SENTENCE} more</span>}
    </span>
  );
}

function BeforeUpperSteps() {
  const mode = useRun((run) => run.config?.mode);
  return (
    <p className={styles["about"]}>
      {mode === undefined || mode === "bilevel"
        ? "Press Train. From the first upper step on this shows how each domain’s training bears on the meta loss, how much of that is noise, and which meta chains are behind it."
        : `No weight is learned in mode ${mode}, so nothing pulls them. Choose bilevel to learn them.`}
    </p>
  );
}
