// Saves a report, for buttons, menus and the command palette. What makes one, with its words, is fetched then.
import { toErrorReport } from "../../base/errors.ts";
import type { KeptRun } from "../../domain/keptRun.ts";
import type { Studio } from "../../store/studio.ts";
import { loadAreas, t } from "../../strings/strings.ts";
import { type SavedFile, saveFile } from "../data/saveFiles.ts";

/** Of the run in sight; why there is none is said in a notice. */
export function saveReport(studio: Studio): Promise<void> {
  return save(studio, async () => (await fetchMaker()).presentReport(studio));
}

/** Of a kept run. */
export function saveKeptReport(studio: Studio, kept: KeptRun): Promise<void> {
  return save(studio, async () => (await fetchMaker()).keptReport(studio, kept));
}

async function fetchMaker() {
  // What the verdict says is among the words of Evaluate.
  const [maker] = await Promise.all([import("./makeReport.ts"), loadAreas(["report", "evaluate"])]);
  return maker;
}

async function save(studio: Studio, make: () => Promise<SavedFile>): Promise<void> {
  const { isReporting, setReporting } = studio.share.getState();
  if (isReporting) return;
  setReporting(true);
  const { notify } = studio.view.getState();
  try {
    const file = await make();
    saveFile(file);
    notify(t("share:reportSaved", { file: file.name }));
  } catch (error) {
    notify(t("share:reportFailed", { reason: toErrorReport(error).message }));
  } finally {
    setReporting(false);
  }
}
