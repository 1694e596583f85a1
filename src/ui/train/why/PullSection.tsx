// The meta chains that pull one domain's weight, asked for on demand: each is a way into Inspect.
import { useEffect, useId, useRef, useState } from "react";
import { Trans } from "react-i18next";
import { useStore } from "zustand";
import type { DomainPulls, MetaPull } from "../../../domain/inspect.ts";
import { t } from "../../../strings/strings.ts";
import { Badge } from "../../primitives/Badge.tsx";
import { Button } from "../../primitives/Button.tsx";
import { ErrorNote } from "../../primitives/ErrorNote.tsx";
import { Select } from "../../primitives/Select.tsx";
import { useRun, useStudio } from "../../StudioContext.ts";
import { formatStep } from "../formatRun.ts";
import { formatPull } from "./formatSlope.ts";
import styles from "./PullSection.module.css";

/** Chains listed each way until more are asked for. */
const FIRST_CHAINS = 4;
const NEAREST: ScrollIntoViewOptions = { block: "nearest" };

export interface PullSectionProps {
  /** All domains of the run. */
  domains: readonly string[];
  /** Asked about where the reader has chosen none. */
  preset: string | null;
}

export function PullSection({ domains, preset }: PullSectionProps) {
  const { why } = useStudio();
  const id = useId();
  const chosen = useStore(why, (state) => state.domain);
  const pulls = useStore(why, (state) => state.pulls);
  const isAsking = useStore(why, (state) => state.isAsking);
  const isStale = useStore(why, (state) => state.isStale);
  const error = useStore(why, (state) => state.error);
  const isThere = useRun((run) => run.version >= 0 && run.main !== null && run.step > 0);
  const domain = chosen !== null && domains.includes(chosen) ? chosen : preset;
  const shown = pulls !== null && pulls.domain === domain ? pulls : null;
  // An answer asked for in the table above comes into sight; one that was there before moves nothing.
  const section = useRef<HTMLElement>(null);
  const seen = useRef(pulls);
  useEffect(() => {
    if (pulls !== null && pulls !== seen.current) section.current?.scrollIntoView(NEAREST);
    seen.current = pulls;
  }, [pulls]);
  return (
    <section ref={section} className={styles["section"]} aria-label={t("why:pulls.label")}>
      <div className={styles["ask"]}>
        <label htmlFor={id}>{t("why:pulls.domain")}</label>
        <Select
          id={id}
          value={domain ?? ""}
          options={domains.map((name) => ({ value: name, label: name }))}
          onChange={(name) => why.getState().chooseDomain(name)}
        />
        <Button
          title={t("why:pulls.askAbout")}
          disabled={domain === null || isAsking || !isThere}
          onClick={() => domain !== null && void why.getState().explain(domain)}
        >
          {t(
            isAsking ? "why:pulls.measuring" : shown === null ? "why:pulls.ask" : "why:pulls.again",
          )}
        </Button>
        <p className={styles["status"]} role="status">
          {shown !== null && (
            <>
              {t("why:pulls.measuredAt", { step: formatStep(shown.atStep) })}
              {isStale && <Badge tone="warning">{t("why:pulls.stale")}</Badge>}
            </>
          )}
        </p>
      </div>
      {error !== null && <ErrorNote error={error} onDismiss={why.getState().dismissError} />}
      {shown === null ? (
        <p className={styles["hint"]}>{t("why:pulls.hint")}</p>
      ) : (
        <PullLists pulls={shown} />
      )}
    </section>
  );
}

function PullLists({ pulls }: { pulls: DomainPulls }) {
  const { domain, up, down, total } = pulls;
  const [isAllShown, setAllShown] = useState(false);
  const shown = isAllShown ? Number.POSITIVE_INFINITY : FIRST_CHAINS;
  const hidden = Math.max(up.length, down.length) > FIRST_CHAINS;
  const widest = Math.max(...[...up, ...down].map(({ pull }) => Math.abs(pull)), 0);
  return (
    <>
      <p className={styles["sum"]}>
        <Trans
          t={t}
          i18nKey={
            total > 0 ? "why:pulls.sumUp" : total < 0 ? "why:pulls.sumDown" : "why:pulls.sumNeither"
          }
          values={{ pull: formatPull(total) }}
          components={{ domain: <strong>{domain}</strong> }}
        />
      </p>
      <div className={styles["lists"]}>
        <PullList way="up" chains={up.slice(0, shown)} widest={widest} />
        <PullList way="down" chains={down.slice(0, shown)} widest={widest} />
      </div>
      {hidden && (
        <Button
          variant="ghost"
          className={styles["more"] ?? ""}
          onClick={() => setAllShown(!isAllShown)}
        >
          {t(isAllShown ? "why:pulls.fewer" : "why:pulls.more")}
        </Button>
      )}
    </>
  );
}

interface PullListProps {
  way: "up" | "down";
  chains: readonly MetaPull[];
  widest: number;
}

function PullList({ way, chains, widest }: PullListProps) {
  const studio = useStudio();
  const id = useId();
  return (
    <div className={styles["list"]}>
      <h3 id={id} className={styles["title"]}>
        {t(`why:pulls.${way}.title`)}
      </h3>
      {chains.length === 0 ? (
        <p className={styles["hint"]}>{t(`why:pulls.${way}.none`)}</p>
      ) : (
        <ul aria-labelledby={id}>
          {chains.map(({ ref, question, isCorrect, score, pull }) => (
            <li key={ref}>
              <button
                type="button"
                className={styles["chain"]}
                title={t("why:pulls.open")}
                onClick={() => studio.showChains({ source: "meta", ref })}
              >
                <span className={styles["question"]}>{question}</span>
                <span className={styles["figures"]}>
                  <Badge tone={isCorrect ? "positive" : "negative"}>
                    {t(isCorrect ? "why:pulls.right" : "why:pulls.wrong")}
                  </Badge>
                  <span>{t("why:pulls.score", { score: score.toFixed(3) })}</span>
                  <span className={styles["track"]} aria-hidden="true">
                    <span
                      data-way={way}
                      style={{ transform: `scaleX(${widest > 0 ? Math.abs(pull) / widest : 0})` }}
                    />
                  </span>
                  <span className={styles["pull"]}>{formatPull(pull)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
