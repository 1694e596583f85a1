// The report of a run as a page: static, without any style or script of its own (see reportHtml.tsx).
import type { ReactNode } from "react";
import { t } from "../../strings/strings.ts";
import { formatStep } from "../train/formatRun.ts";
import { Given } from "./Given.tsx";
import { ReportChains } from "./ReportChains.tsx";
import { ReportData, ReportMade } from "./ReportFacts.tsx";
import { ReportLosses, ReportResults, ReportWeights } from "./ReportFigures.tsx";
import { ReportSettings } from "./ReportSettings.tsx";
import { ReportVerdict } from "./ReportVerdict.tsx";
import { reportCharts } from "./reportCharts.ts";
import type { ReportContent } from "./reportContent.ts";

/** What the run is called in its report. */
export function reportTitle({ name, run }: Pick<ReportContent, "name" | "run">): string {
  return name ?? t("report:untitled", { mode: run.config.mode, seed: run.seed });
}

export function ReportPage({ content }: { content: ReportContent }) {
  const { run, failure, samples, verdict, link } = content;
  const steps = run.history.at(-1)?.step ?? 0;
  const planned = run.config.lower.steps;
  const counts = { steps: formatStep(steps), planned: formatStep(planned) };
  const title = reportTitle(content);
  const caption = t("report:charts.caption", {
    name: title,
    step: counts.steps,
    planned: counts.planned,
  });
  const charts = reportCharts(run, content.slots, caption);
  const sections: { id: string; title: string; body: ReactNode }[] = [
    { id: "verdict", title: t("report:verdict.title"), body: <ReportVerdict verdict={verdict} /> },
    {
      id: "weights",
      title: t("report:weights.title"),
      body: <ReportWeights run={run} slots={content.slots} charts={charts} />,
    },
    { id: "losses", title: t("report:losses.title"), body: <ReportLosses charts={charts} /> },
    {
      id: "results",
      title: t("report:results.title"),
      body: <ReportResults run={run} charts={charts} />,
    },
    { id: "chains", title: t("report:chains.title"), body: <ReportChains samples={samples} /> },
    {
      id: "settings",
      title: t("report:settings.title"),
      body: <ReportSettings config={run.config} />,
    },
    { id: "data", title: t("report:data.title"), body: <ReportData run={run} /> },
    { id: "made", title: t("report:made.title"), body: <ReportMade content={content} /> },
  ];
  return (
    <>
      <header>
        <p className="kind">
          {t("report:app")} · {t("report:kind")}
        </p>
        <h1>
          <Given text={title} />
        </h1>
        <p>
          {t(steps < planned ? "report:summary.early" : "report:summary.finished", counts)}{" "}
          <a href={link} rel="noreferrer">
            {t("report:repeat")}
          </a>
        </p>
        {failure !== null && (
          <p className="failure">
            <Given text={t("report:summary.failed", { reason: failure })} />
          </p>
        )}
        <nav aria-label={t("report:contents")}>
          <ul>
            {sections.map((section) => (
              <li key={section.id}>
                <a href={`#${section.id}`}>{section.title}</a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main>
        {sections.map((section) => (
          <section key={section.id} id={section.id} aria-labelledby={`${section.id}Title`}>
            <h2 id={`${section.id}Title`}>{section.title}</h2>
            {section.body}
          </section>
        ))}
      </main>
    </>
  );
}
