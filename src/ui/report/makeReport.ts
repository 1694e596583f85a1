// Gathers what a report tells of the present run or of a kept one, and writes it. Fetched when one is asked for.
import { StudioError } from "../../base/errors.ts";
import { safeFileName } from "../../base/safeFileName.ts";
import { type KeptRun, summariseRun, yieldedPrm } from "../../domain/keptRun.ts";
import type { RunFile } from "../../domain/run.ts";
import { assignDomainSlots } from "../../store/domainSlots.ts";
import { isOfCorpus, type Samples } from "../../store/reportSource.ts";
import type { Studio } from "../../store/studio.ts";
import type { SavedFile } from "../data/saveFiles.ts";
import { type LinkedData, linkOmissions, linkTo } from "../share/linkContent.ts";
import { keptData, presentData } from "../share/linkedData.ts";
import { reportTitle } from "./ReportPage.tsx";
import { verdictOn, withImages } from "./reportContent.ts";
import { reportHtml } from "./reportHtml.tsx";

const NO_PRM: Samples = { kind: "none", reason: "noPrm", detail: "" };
const OTHER_DATA: Samples = { kind: "none", reason: "otherData", detail: "" };

/** A report of the run in sight. Throws StudioError("state") where there is none. */
export async function presentReport(studio: Studio): Promise<SavedFile> {
  const run = await studio.reports.describe();
  const { shelf } = studio.evaluation.getState();
  const wanted = summariseRun(run).yields;
  const prm = shelf.find(({ id }) => id === wanted) ?? shelf.find(({ id }) => id === "main");
  const samples =
    prm === undefined ? NO_PRM : await studio.reports.samples(prm.id, run.config.upper.aggregation);
  const { state, detail } = studio.run.getState();
  const failure = state === "failed" ? detail : null;
  return report(studio, { name: null, run, failure, samples, data: presentData(studio) });
}

/** A report of a kept run. Throws StudioError("state") where what was kept of it is gone. */
export async function keptReport(studio: Studio, kept: KeptRun): Promise<SavedFile> {
  const content = await studio.runs.getState().read(kept.id);
  if (content === null) {
    throw new StudioError("state", `What was kept of ${kept.name} is gone`);
  }
  const { run } = content;
  const samples = await samplesOfKept(studio, kept, run);
  const { name, failure = null } = kept;
  return report(studio, { name, run, failure, samples, data: keptData(run) });
}

async function samplesOfKept(studio: Studio, kept: KeptRun, run: RunFile): Promise<Samples> {
  if (yieldedPrm(kept) === null) return NO_PRM;
  if (!isOfCorpus(run, studio.corpus.getState().summary)) return OTHER_DATA;
  const { aggregation } = run.config.upper;
  const samples = await studio.keptRuns.whileShelved(kept.id, (id) =>
    studio.reports.samples(id, aggregation),
  );
  return samples ?? NO_PRM;
}

interface Reported {
  name: string | null;
  run: RunFile;
  failure: string | null;
  samples: Samples;
  data: LinkedData;
}

async function report(
  studio: Studio,
  { name, run, failure, samples, data }: Reported,
): Promise<SavedFile> {
  const link = linkTo(run.config, location.href);
  const names = run.data.domains.map((domain) => domain.name);
  const html = reportHtml({
    name,
    run,
    failure,
    link,
    linkOmits: linkOmissions(link, run.config, data),
    verdict: verdictOn(run, studio.study.getState().verdict),
    samples: await withImages(samples),
    slots: assignDomainSlots(studio.view.getState().domainSlots, names),
    madeAt: new Date().toISOString(),
  });
  return {
    name: `${safeFileName(reportTitle({ name, run }), "run")}-report.html`,
    blob: new Blob([html], { type: "text/html" }),
  };
}
