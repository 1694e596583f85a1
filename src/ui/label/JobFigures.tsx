// A job in figures: chains and rollouts against what was planned, requests, tokens, money, time.
import type { LabelStatus } from "../../domain/labelling.ts";
import { formatCount } from "../data/formatNumber.ts";
import { ProgressBar } from "../primitives/ProgressBar.tsx";
import { useLabel } from "../StudioContext.ts";
import { formatDuration } from "../train/formatRun.ts";
import styles from "./Figures.module.css";
import { formatCost, formatTokens } from "./formatLabel.ts";

interface BarProps {
  label: string;
  done: number;
  total: number;
  note?: string;
}

function Bar({ label, done, total, note }: BarProps) {
  return (
    <div className={styles["bar"]}>
      <div className={styles["line"]}>
        <span>{label}</span>
        <span>
          <strong>{formatCount(done)}</strong> of {formatCount(total)}
          {note !== undefined && <span className={styles["of"]}>, {note}</span>}
        </span>
      </div>
      <ProgressBar label={label} done={done} total={total} />
    </div>
  );
}

export function JobFigures({ status }: { status: LabelStatus }) {
  const { chains, rollouts, requests, tokens, cost, elapsedMs, secondsLeft } = status;
  const atMost = useLabel((state) => state.estimate?.cost ?? null);
  const isEndpoint = status.spec?.generator.kind === "endpoint";
  const isRunning = status.state === "running";
  // What early stopping saved will not come: the bar's end moves in by it.
  const expected = Math.max(rollouts.done, rollouts.planned - rollouts.saved);
  return (
    <section aria-label="Progress of the labels">
      <div className={styles["bars"]}>
        <Bar label="Chains" done={chains.done} total={chains.planned} />
        <Bar
          label="Rollouts"
          done={rollouts.done}
          total={expected}
          {...(rollouts.saved > 0
            ? { note: `${formatCount(rollouts.saved)} saved by stopping early` }
            : {})}
        />
      </div>
      <dl className={styles["figures"]}>
        <div>
          <dt>Requests</dt>
          <dd>{formatCount(requests.sent)}</dd>
        </div>
        <div>
          <dt>Tried again</dt>
          <dd>{formatCount(requests.retried)}</dd>
        </div>
        <div>
          <dt>Under way</dt>
          <dd>{formatCount(requests.underWay)}</dd>
        </div>
        {isEndpoint && (
          <>
            <div>
              <dt>Tokens read</dt>
              <dd>{formatTokens(tokens.input)}</dd>
            </div>
            <div>
              <dt>Tokens written</dt>
              <dd>{formatTokens(tokens.output)}</dd>
            </div>
            <div>
              <dt>Cost so far</dt>
              <dd>
                {formatCost(cost)}
                {atMost !== null && <span className={styles["of"]}> of {formatCost(atMost)}</span>}
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>Time taken</dt>
          <dd>{formatDuration(elapsedMs / 1000)}</dd>
        </div>
        <div>
          <dt>Time left</dt>
          <dd>{formatDuration(isRunning ? (secondsLeft ?? Number.NaN) : Number.NaN)}</dd>
        </div>
      </dl>
    </section>
  );
}
