// One step metric by domain, a column a scorer; the best of each row stands out.

import { useId, useState } from "react";
import type { StepMetrics, StepScorerReport } from "../../domain/evaluation.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { formatCount } from "../data/formatNumber.ts";
import { Select } from "../primitives/Select.tsx";
import { formatAuroc, formatPercent } from "../train/formatRun.ts";
import styles from "./EvaluateTable.module.css";
import layout from "./StepPanel.module.css";
import { TableBox } from "./TableBox.tsx";

const METRICS = {
  auroc: { of: (m: StepMetrics) => m.auroc, isHigherBetter: true },
  averagePrecision: {
    of: (m: StepMetrics) => m.averagePrecision,
    isHigherBetter: true,
  },
  firstErrorF1: {
    of: (m: StepMetrics) => m.firstErrorF1,
    isHigherBetter: true,
  },
  meanSquaredError: {
    of: (m: StepMetrics) => m.meanSquaredError,
    isHigherBetter: false,
  },
  calibrationError: {
    of: (m: StepMetrics) => m.calibrationError,
    isHigherBetter: false,
  },
} as const;
type MetricId = keyof typeof METRICS;
const METRIC_IDS = Object.keys(METRICS) as MetricId[];

export function StepDomains({ scorers }: { scorers: readonly StepScorerReport[] }) {
  const [id, setId] = useState<MetricId>("auroc");
  const metricId = useId();
  const metric = METRICS[id];
  const domains = scorers[0]?.byDomain ?? [];
  const valueIn = (scorer: StepScorerReport, domain: string) => {
    const found = scorer.byDomain.find((entry) => entry.domain === domain);
    return found === undefined ? null : metric.of(found.metrics);
  };
  const format = id === "firstErrorF1" ? formatPercent : formatAuroc;
  return (
    <>
      <p className={layout["field"]}>
        <label htmlFor={metricId} title={t("evaluate:steps.metricAbout")}>
          {t("evaluate:steps.metric")}
        </label>
        <Select
          id={metricId}
          value={id}
          options={METRIC_IDS.map((value) => ({
            value,
            label: t(`evaluate:steps.metrics.${value}`),
          }))}
          onChange={setId}
        />
      </p>
      <TableBox table={t("evaluate:steps.domainTable")}>
        <table className={styles["table"]} aria-label={t("evaluate:steps.domainTable")}>
          <thead>
            <tr>
              <th scope="col">{t("evaluate:steps.domain")}</th>
              <th scope="col">{t("evaluate:steps.steps")}</th>
              {scorers.map(({ scorer, label }) => (
                <th key={scorer} scope="col">
                  {said(label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {domains.map(({ domain, metrics }) => {
              const values = scorers.map((scorer) => valueIn(scorer, domain));
              const known = values.filter((value) => value !== null);
              const best = metric.isHigherBetter ? Math.max(...known) : Math.min(...known);
              return (
                <tr key={domain}>
                  <th scope="row">{domain}</th>
                  <td>{formatCount(metrics.steps)}</td>
                  {scorers.map(({ scorer }, place) => {
                    const value = values[place] ?? null;
                    return (
                      <td key={scorer} className={value === best ? styles["best"] : undefined}>
                        {format(value)}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableBox>
    </>
  );
}
