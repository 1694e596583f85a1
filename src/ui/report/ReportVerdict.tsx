// The verdict on a report's data and settings, with its reasons and controls; without one, that is said.
import type { ControlRow, VerdictReport } from "../../domain/study.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { formatPoints, formatPointsRange, formatShareRange } from "../evaluate/formatGain.ts";
import { shortVerdict } from "../evaluate/verdictSummary.ts";
import { formatPercent, formatStep } from "../train/formatRun.ts";
import { ReportTable } from "./ReportTable.tsx";

export function ReportVerdict({ verdict }: { verdict: VerdictReport | null }) {
  if (verdict === null) return <p>{t("report:verdict.none")}</p>;
  const { atN, controls, reasons, cautions, trainings } = verdict;
  const basis = {
    seeds: verdict.seeds.length,
    questions: formatStep(verdict.questions),
    done: trainings.done,
    planned: trainings.planned,
  };
  return (
    <>
      <p className="verdict" data-verdict={verdict.verdict}>
        {shortVerdict(verdict)}
      </p>
      <p>{said(verdict.headline)}</p>
      <p className="muted">
        {t(atN === null ? "report:verdict.noQuestions" : "report:verdict.basis", basis)}
      </p>
      <Sentences title={t("report:verdict.reasons")} sentences={reasons} />
      <Sentences title={t("report:verdict.cautions")} sentences={cautions} />
      {atN !== null && <Controls controls={controls} atN={atN} />}
    </>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{said(sentence)}</li>
        ))}
      </ul>
    </>
  );
}

function Controls({ controls, atN }: { controls: readonly ControlRow[]; atN: number }) {
  return (
    <ReportTable
      caption={t("report:verdict.controls", { n: atN })}
      columns={[
        t("report:verdict.control"),
        t("report:verdict.accuracy"),
        t("report:verdict.gain"),
      ]}
    >
      {controls.map((row) => {
        const point = row.points.find(({ n }) => n === atN);
        const gain = point?.gainOverThis ?? null;
        return (
          <tr key={row.id}>
            <th scope="row">{said(row.label)}</th>
            <td>
              {point === undefined
                ? "–"
                : `${formatPercent(point.accuracy.value)} (${formatShareRange(point.accuracy)})`}
            </td>
            <td>
              {gain === null
                ? t("report:verdict.reference")
                : `${formatPoints(gain.value)} (${formatPointsRange(gain)})`}
            </td>
          </tr>
        );
      })}
    </ReportTable>
  );
}
