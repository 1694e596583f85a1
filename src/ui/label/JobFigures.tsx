// A job in figures: chains and rollouts against what was planned, requests, tokens, money, time.

import { Trans } from "react-i18next";
import type { LabelStatus } from "../../domain/labelling.ts";
import { t } from "../../strings/strings.ts";
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
          <Trans
            t={t}
            i18nKey="label:job.bar"
            values={{ done: formatCount(done), total: formatCount(total) }}
            components={{ done: <strong /> }}
          />
          {note !== undefined && <span className={styles["of"]}>{note}</span>}
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
    <section aria-label={t("label:job.progress")}>
      <div className={styles["bars"]}>
        <Bar label={t("label:job.chains")} done={chains.done} total={chains.planned} />
        <Bar
          label={t("label:job.rollouts")}
          done={rollouts.done}
          total={expected}
          {...(rollouts.saved > 0
            ? { note: t("label:job.saved", { saved: formatCount(rollouts.saved) }) }
            : {})}
        />
      </div>
      <dl className={styles["figures"]}>
        <div>
          <dt>{t("label:job.requests")}</dt>
          <dd>{formatCount(requests.sent)}</dd>
        </div>
        <div>
          <dt>{t("label:job.retried")}</dt>
          <dd>{formatCount(requests.retried)}</dd>
        </div>
        <div>
          <dt>{t("label:job.underWay")}</dt>
          <dd>{formatCount(requests.underWay)}</dd>
        </div>
        {isEndpoint && (
          <>
            <div>
              <dt>{t("label:job.tokensRead")}</dt>
              <dd>{formatTokens(tokens.input)}</dd>
            </div>
            <div>
              <dt>{t("label:job.tokensWritten")}</dt>
              <dd>{formatTokens(tokens.output)}</dd>
            </div>
            <div>
              <dt>{t("label:job.cost")}</dt>
              <dd>
                {formatCost(cost)}
                {atMost !== null && (
                  <span className={styles["of"]}>
                    {t("label:job.ofCost", { cost: formatCost(atMost) })}
                  </span>
                )}
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>{t("label:job.timeTaken")}</dt>
          <dd>{formatDuration(elapsedMs / 1000)}</dd>
        </div>
        <div>
          <dt>{t("label:job.timeLeft")}</dt>
          <dd>{formatDuration(isRunning ? (secondsLeft ?? Number.NaN) : Number.NaN)}</dd>
        </div>
      </dl>
    </section>
  );
}
