// The meta chains that pull one domain's weight, asked for on demand: each is a way into Inspect.
import { useEffect, useId, useRef, useState } from "react";
import { useStore } from "zustand";
import type { DomainPulls, MetaPull } from "../../../domain/inspect.ts";
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
    <section ref={section} className={styles["section"]} aria-label="Meta chains behind a weight">
      <div className={styles["ask"]}>
        <label htmlFor={id}>Behind the weight of</label>
        <Select
          id={id}
          value={domain ?? ""}
          options={domains.map((name) => ({ value: name, label: name }))}
          onChange={(name) => why.getState().chooseDomain(name)}
        />
        <Button
          disabled={domain === null || isAsking || !isThere}
          onClick={() => domain !== null && void why.getState().explain(domain)}
        >
          {isAsking ? "Measuring…" : shown === null ? "Which meta chains?" : "Measure again"}
        </Button>
        <p className={styles["status"]} role="status">
          {shown !== null && (
            <>
              Measured at step {formatStep(shown.atStep)}
              {isStale && <Badge tone="warning">the PRM has trained on since</Badge>}
            </>
          )}
        </p>
      </div>
      {error !== null && <ErrorNote error={error} onDismiss={why.getState().dismissError} />}
      {shown === null ? (
        <p className={styles["hint"]}>
          Every chain of the meta set pulls the weight up or down by how a step on the domain would
          change its share of the meta loss. Measuring this takes a moment.
        </p>
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
        All meta chains together pull the weight of <strong>{domain}</strong>{" "}
        {total > 0 ? "up" : total < 0 ? "down" : "neither way"} ({formatPull(total)}). Measured on
        whole chains, straight along the slope of the meta loss; h is measured on small batches and
        need not agree.
      </p>
      <div className={styles["lists"]}>
        <PullList title="Pull it up most" way="up" chains={up.slice(0, shown)} widest={widest} />
        <PullList
          title="Pull it down most"
          way="down"
          chains={down.slice(0, shown)}
          widest={widest}
        />
      </div>
      {hidden && (
        <Button
          variant="ghost"
          className={styles["more"] ?? ""}
          onClick={() => setAllShown(!isAllShown)}
        >
          {isAllShown ? "Show fewer" : "Show more"}
        </Button>
      )}
    </>
  );
}

interface PullListProps {
  title: string;
  way: "up" | "down";
  chains: readonly MetaPull[];
  widest: number;
}

function PullList({ title, way, chains, widest }: PullListProps) {
  const studio = useStudio();
  const id = useId();
  return (
    <div className={styles["list"]}>
      <h3 id={id} className={styles["title"]}>
        {title}
      </h3>
      {chains.length === 0 ? (
        <p className={styles["hint"]}>No meta chain pulls it {way}.</p>
      ) : (
        <ul aria-labelledby={id}>
          {chains.map(({ ref, question, isCorrect, score, pull }) => (
            <li key={ref}>
              <button
                type="button"
                className={styles["chain"]}
                title="Open this chain in Inspect"
                onClick={() => studio.showChains({ source: "meta", ref })}
              >
                <span className={styles["question"]}>{question}</span>
                <span className={styles["figures"]}>
                  <Badge tone={isCorrect ? "positive" : "negative"}>
                    {isCorrect ? "right answer" : "wrong answer"}
                  </Badge>
                  <span>score {score.toFixed(3)}</span>
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
