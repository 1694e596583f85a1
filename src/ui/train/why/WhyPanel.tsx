// "Why a weight moved": closed, one sentence on the domains in question; open, their alignment and
// cosine over time, all domains in a table, and the meta chains behind one of them.
import { ChevronRight } from "lucide-react";
import { memo, useId, useMemo, useRef } from "react";
import { Trans } from "react-i18next";
import { useStore } from "zustand";
import { t } from "../../../strings/strings.ts";
import { useRunVersion } from "../../charts/useRunVersion.ts";
import { useZoomEnd } from "../../charts/useZoomEnd.ts";
import { Button } from "../../primitives/Button.tsx";
import { DomainSwatch } from "../../primitives/DomainSwatch.tsx";
import { Panel } from "../../primitives/Panel.tsx";
import { useRun, useStudio, useView } from "../../StudioContext.ts";
import { useFetched } from "../../useFetched.ts";
import { formatWeight } from "../formatRun.ts";
import {
  type DomainSignal,
  domainSignals,
  domainsInQuestion,
  RECENT_UPPER_STEPS,
  signalWord,
} from "./domainSignals.ts";
import { formatRatio } from "./formatSlope.ts";
import styles from "./WhyPanel.module.css";

const fetchOpened = async () => (await import("./OpenedWhy.tsx")).OpenedWhy;

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
  const until = useZoomEnd();
  const rows = useMemo(
    // The history is changed in place: the version says when.
    () => (history === null || version < 0 ? [] : domainSignals(history, until)),
    [history, version, until],
  );
  const inQuestion = useSameNames(domainsInQuestion(rows, hovered, pinned));
  const hasUpperSteps = useRun((run) => (run.main?.history.upperSteps() ?? 0) > 0);
  const OpenedWhy = useFetched(isOpen && hasUpperSteps, fetchOpened, () =>
    why.getState().setOpen(false),
  );
  const asked = rows.filter(({ name }) => inQuestion.includes(name));
  return (
    <Panel
      title={t("why:title")}
      guide="levels"
      tourStop="why"
      note={hasUpperSteps && !isOpen ? <Sentence rows={asked} /> : undefined}
      actions={
        <Button
          variant="ghost"
          aria-expanded={isOpen}
          aria-controls={id}
          icon={<ChevronRight className={styles["chevron"]} data-open={isOpen} />}
          onClick={() => why.getState().setOpen(!isOpen)}
        >
          {t(isOpen ? "why:hide" : "why:show")}
        </Button>
      }
      isFlush
    >
      <div id={id} hidden={!isOpen} className={styles["body"]}>
        {isOpen &&
          (hasUpperSteps ? (
            OpenedWhy !== null && (
              <OpenedWhy
                rows={rows}
                inQuestion={inQuestion}
                until={until}
                domains={history?.domains ?? NO_NAMES}
                preset={pinned[0] ?? inQuestion[0] ?? null}
              />
            )
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
          <span key={name} title={t("why:overLast", { number: RECENT_UPPER_STEPS })}>
            <DomainSwatch slot={slots[name] ?? place} />
            <Trans
              t={t}
              i18nKey={`why:sentence.${pull > 0 ? "up" : "down"}${word === "" ? "" : "Ratio"}`}
              values={{
                weight: formatWeight(weight),
                ratio: formatRatio(snr),
                word: word === "" ? "" : t(`why:signal.${word}`),
              }}
              components={{ domain: <strong>{name}</strong> }}
            />
          </span>
        );
      })}
      {rows.length > MOST_IN_SENTENCE && (
        <span>{t("why:sentence.more", { number: rows.length - MOST_IN_SENTENCE })}</span>
      )}
    </span>
  );
}

function BeforeUpperSteps() {
  const mode = useRun((run) => run.config?.mode);
  return (
    <p className={styles["about"]}>
      {mode === undefined || mode === "bilevel" ? t("why:before") : t("why:noneLearned", { mode })}
    </p>
  );
}
