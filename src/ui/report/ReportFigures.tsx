// The figures of a report: weights, losses and held-out measurements, each drawn, told in words and as numbers.
import { PRM_ROLES, type RunFile } from "../../domain/run.ts";
import type { DomainSlots } from "../../store/domainSlots.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import type { ChartData, ChartSeries } from "../charts/chartSeries.ts";
import { chartSvg } from "../charts/export/chartSvg.ts";
import { TOKEN_THEME } from "../charts/export/chartTheme.ts";
import { formatShareRange } from "../evaluate/formatGain.ts";
import { domainColor } from "../theme/domainColor.ts";
import { formatAuroc, formatPercent, formatStep, formatWeight } from "../train/formatRun.ts";
import { learnedSentence } from "../train/learnedSummary.ts";
import { Given } from "./Given.tsx";
import { ReportTable } from "./ReportTable.tsx";

const SIZE = { width: 860, height: 320 };
const LARGE = { width: 860, height: 460 };
/** Longer lists of numbers stand in the table alone. */
const MOST_TOLD = 30;

function Figure({ chart, size = SIZE }: { chart: ChartData; size?: typeof SIZE }) {
  const told = chart.series.slice(0, MOST_TOLD).flatMap((series) => sentenceOf(series, chart));
  return (
    <figure>
      <section
        className="chart"
        aria-label={t("report:charts.region", { title: chart.title })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        tabIndex={0}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: our own picture, which escapes every name it holds
        dangerouslySetInnerHTML={{ __html: chartSvg(chart, { ...size, theme: TOKEN_THEME }) }}
      />
      <figcaption>
        <details>
          <summary>{t("report:charts.inWords", { title: chart.title })}</summary>
          <ul>
            {told.map(({ id, words }) => (
              <li key={id}>
                <Given text={words} />
              </li>
            ))}
          </ul>
        </details>
      </figcaption>
    </figure>
  );
}

function sentenceOf(
  { id, name, x, raw }: ChartSeries,
  { formatValue }: ChartData,
): { id: string; words: string }[] {
  const places = [...raw.keys()].filter((place) => Number.isFinite(raw[place]));
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return [];
  const at = (place: number) => formatValue(raw[place] ?? Number.NaN);
  const extreme = (better: (a: number, b: number) => boolean) =>
    at(places.reduce((a, b) => (better(raw[b] ?? 0, raw[a] ?? 0) ? b : a)));
  const words = t("report:charts.summary", {
    name,
    first: at(first),
    from: formatStep(x[first] ?? 0),
    last: at(last),
    to: formatStep(x[last] ?? 0),
    low: extreme((a, b) => a < b),
    high: extreme((a, b) => a > b),
  });
  return [{ id, words }];
}

interface ChartsProps {
  charts: readonly ChartData[];
}

function Figures({ charts, ids }: ChartsProps & { ids: readonly string[] }) {
  const shown = charts.filter(({ id }) => ids.includes(id));
  return shown.map((chart) => <Figure key={chart.id} chart={chart} />);
}

export function ReportLosses({ charts }: ChartsProps) {
  const ids = ["lowerLoss", "metaLoss"];
  if (!charts.some(({ id }) => ids.includes(id))) return <p>{t("report:losses.none")}</p>;
  return (
    <>
      <p>{t("report:losses.about")}</p>
      <Figures charts={charts} ids={ids} />
    </>
  );
}

export function ReportWeights({
  run,
  slots,
  charts,
}: ChartsProps & { run: RunFile; slots: DomainSlots }) {
  const names = run.data.domains.map(({ name }) => name);
  const isLearned = run.config.mode === "bilevel";
  const weightOf = (weights: Record<string, number>, name: string) =>
    Object.hasOwn(weights, name) ? (weights[name] ?? Number.NaN) : Number.NaN;
  const rows = names
    .map((name, place) => ({
      name,
      color: domainColor(slots[name] ?? place),
      weight: weightOf(run.weights, name),
      last: weightOf(run.finalWeights, name),
    }))
    .sort((a, b) => (b.weight || 0) - (a.weight || 0));
  const most = Math.max(1, ...rows.map(({ weight }) => weight || 0));
  const chart = charts.find(({ id }) => id === "weights");
  return (
    <>
      {isLearned && (
        <p>
          <Given
            text={learnedSentence(
              names,
              names.map((name) => weightOf(run.weights, name)),
            )}
          />
        </p>
      )}
      {isLearned && chart !== undefined && <Figure chart={chart} size={LARGE} />}
      <p className="muted">{t(`report:weights.${run.config.mode}`)}</p>
      <ReportTable
        caption={t("report:weights.caption")}
        columns={[t("report:weights.domain"), t("report:weights.weight"), t("report:weights.last")]}
        doubled={1}
      >
        {rows.map(({ name, color, weight, last }) => (
          <tr key={name}>
            <th scope="row">
              <Given text={name} />
            </th>
            <td className="track">
              <span
                className="bar"
                style={{ width: `${(100 * (weight || 0)) / most}%`, background: color }}
              />
            </td>
            <td data-weight={name}>{formatWeight(weight, 3)}</td>
            <td>{formatWeight(last, 3)}</td>
          </tr>
        ))}
      </ReportTable>
    </>
  );
}

export function ReportResults({ run, charts }: ChartsProps & { run: RunFile }) {
  const { evaluation, recommendation } = run;
  const rows = PRM_ROLES.flatMap((role) => {
    const record = evaluation?.[role]?.at(-1);
    return record === undefined ? [] : [{ role, record }];
  });
  if (rows.length === 0) return <p>{t("report:results.none")}</p>;
  const sizes = [...new Set(rows.flatMap(({ record }) => Object.keys(record.bestOf ?? {})))]
    .map(Number)
    .sort((a, b) => a - b);
  return (
    <>
      <p>
        {t("report:results.about")} {t("report:results.oneSeed")}
      </p>
      <Figures charts={charts} ids={["bestOf", "stepAuroc"]} />
      <ReportTable
        caption={t("report:results.caption")}
        columns={[
          t("report:results.prm"),
          ...sizes.map((n) => t("report:results.bestOf", { n })),
          t("report:results.auroc"),
          t("report:results.step"),
        ]}
      >
        {rows.map(({ role, record }) => (
          <tr key={role}>
            <th scope="row">{t(`report:prms.${role}`)}</th>
            {sizes.map((n) => (
              <td key={n}>{formatPercent(record.bestOf?.[n])}</td>
            ))}
            <td>{formatAuroc(record.stepAuroc)}</td>
            <td>{formatStep(record.step)}</td>
          </tr>
        ))}
      </ReportTable>
      {recommendation !== undefined && <p>{said(recommendation.reason)}</p>}
      <Methods run={run} />
    </>
  );
}

/** Every way of choosing an answer at each N, as the Evaluate view measures them. */
function Methods({ run }: { run: RunFile }) {
  const report = run.evaluation?.report;
  if (report === undefined || report.curves.length === 0) return null;
  return (
    <ReportTable
      caption={t("report:results.methods", { questions: formatStep(report.questions) })}
      columns={[t("report:results.method"), ...report.sizes.map((n) => `N = ${n}`)]}
    >
      {report.curves.map((curve) => (
        <tr key={curve.id}>
          <th scope="row">
            <Given text={said(curve.label)} />
          </th>
          {report.sizes.map((n) => {
            const accuracy = curve.points.find((point) => point.n === n)?.accuracy;
            return (
              <td key={n}>
                {formatPercent(accuracy?.value)}
                {accuracy !== undefined && (
                  <span className="interval"> {formatShareRange(accuracy)}</span>
                )}
              </td>
            );
          })}
        </tr>
      ))}
    </ReportTable>
  );
}
