// The facts of a report: what the run was trained on, and how, with what, and when it was made.
import type { ReactNode } from "react";
import type { RunFile } from "../../domain/run.ts";
import { said } from "../../strings/said.ts";
import { shownLanguage, t } from "../../strings/strings.ts";
import { joinSentences } from "../share/linkContent.ts";
import { formatDuration, formatPercent, formatRate, formatStep } from "../train/formatRun.ts";
import { Given } from "./Given.tsx";
import { ReportTable } from "./ReportTable.tsx";
import type { ReportContent } from "./reportContent.ts";

export function ReportData({ run }: { run: RunFile }) {
  const { source, domains, meta, problems } = run.data;
  return (
    <>
      <Facts
        facts={[
          [t("report:data.source"), <Given key="source" text={said(source)} />],
          [t("report:data.meta"), t("report:data.metaChains", { chains: formatStep(meta.chains) })],
          [t("report:data.problems"), formatStep(problems)],
        ]}
      />
      <ReportTable
        caption={t("report:data.domains")}
        columns={[
          t("report:data.domain"),
          t("report:data.rows"),
          t("report:data.chains"),
          t("report:data.steps"),
          t("report:data.accuracy"),
        ]}
      >
        {domains.map((domain) => (
          <tr key={domain.name}>
            <th scope="row">
              <Given text={domain.name} />
            </th>
            <td>{formatStep(domain.rows)}</td>
            <td>{formatStep(domain.chains)}</td>
            <td>{formatStep(domain.steps)}</td>
            <td>{formatPercent(domain.meanAccuracy)}</td>
          </tr>
        ))}
      </ReportTable>
    </>
  );
}

export function ReportMade({ content }: { content: ReportContent }) {
  const { run, link, linkOmits, madeAt } = content;
  const { backend, timing, config } = run;
  const device = [backend.name, backend.engine, backend.adapter].filter(Boolean).join(", ");
  const elapsedMs = run.history.at(-1)?.elapsedMs ?? Number.NaN;
  return (
    <>
      <Facts
        facts={[
          [t("report:made.app"), <Given key="app" text={run.app} />],
          [t("report:made.seed"), String(run.seed)],
          [t("report:made.mode"), t(`config:choices.mode.${config.mode}`)],
          [t("report:made.encoder"), t(`config:choices.encoder.${config.encoder.kind}`)],
          [
            t("report:made.backend"),
            <Given
              key="device"
              text={backend.isFallback ? t("report:made.fallback", { device }) : device}
            />,
          ],
          [t("report:made.time"), formatDuration(elapsedMs / 1000)],
          [t("report:made.speed"), formatRate(timing.stepsPerSecond)],
          [t("report:made.described"), <Moment key="described" iso={run.createdAt} />],
          [t("report:made.reported"), <Moment key="reported" iso={madeAt} />],
          [
            t("report:made.repeat"),
            <a key="repeat" className="link" href={link} rel="noreferrer">
              {link}
            </a>,
          ],
        ]}
      />
      <p>
        <Given text={joinSentences([...linkOmits, t("report:made.onDevices")])} />
      </p>
    </>
  );
}

function Moment({ iso }: { iso: string }) {
  const date = new Date(iso);
  const words = Number.isNaN(date.getTime())
    ? iso
    : new Intl.DateTimeFormat(shownLanguage(), { dateStyle: "long", timeStyle: "long" }).format(
        date,
      );
  return <time dateTime={iso}>{words}</time>;
}

function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl>
      {facts.map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
