// Weights of a live example's domains against lower steps, and as they stand now.
import { useMemo } from "react";
import type { HistoryRecord } from "../../../domain/run.ts";
import { t } from "../../../strings/strings.ts";
import { niceAxis } from "../../charts/niceAxis.ts";
import { TraceChart } from "../../charts/TraceChart.tsx";
import { DomainSwatch } from "../../primitives/DomainSwatch.tsx";
import { domainColor, domainDash } from "../../theme/domainColor.ts";
import { formatWeight } from "../../train/formatRun.ts";
import styles from "./ExampleWeights.module.css";
import { EXAMPLE_DOMAINS, EXAMPLE_STEPS } from "./exampleConfig.ts";

const ALL_STEPS = { low: 0, high: EXAMPLE_STEPS };
const formatTick = (value: number) => formatWeight(value, 1);

export function ExampleWeights({ points }: { points: readonly HistoryRecord[] }) {
  const lines = useMemo(
    () =>
      EXAMPLE_DOMAINS.map((name, place) => ({
        id: name,
        x: points.map(({ step }) => step),
        values: points.map(({ weights }) => weights[place] ?? Number.NaN),
        color: domainColor(place),
        dash: domainDash(place),
        width: 1.75,
      })),
    [points],
  );
  const highest = points.reduce((most, { weights }) => Math.max(most, ...weights), 2);
  const axis = useMemo(() => niceAxis(0, Math.ceil(highest * 2) / 2), [highest]);
  const now = points.at(-1)?.weights;
  return (
    <div className={styles["weights"]}>
      <div className={styles["chart"]}>
        <TraceChart
          label={t("guide:twoLevels.chart")}
          lines={lines}
          range={ALL_STEPS}
          unit="step"
          axis={axis}
          formatValue={formatTick}
          reference={1}
        />
      </div>
      <ul className={styles["now"]} aria-label={t("guide:twoLevels.now")}>
        {EXAMPLE_DOMAINS.map((name, place) => (
          <li key={name}>
            <DomainSwatch slot={place} />
            <span>{t("guide:example.domain", { name })}</span>
            <span className={styles["value"]}>{formatWeight(now?.[place] ?? 1)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
