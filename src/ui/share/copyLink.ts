// "Copy link", for buttons, menus and the command palette: into the clipboard with a notice of what the link
// holds, or, where the browser refuses, shown selected to be copied by hand.
import type { KeptRun } from "../../domain/keptRun.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import { settingsApart } from "../../store/settingsApart.ts";
import type { Studio } from "../../store/studio.ts";
import { t } from "../../strings/strings.ts";
import { joinSentences, type LinkedData, linkOmissions, linkTo } from "./linkContent.ts";
import { keptData, presentData } from "./linkedData.ts";

/**
 * Copies a link to the run in sight: its settings and seed. Where there is none yet, to what stands in the
 * form; a form at fault is said in a notice.
 */
export async function copyLink(studio: Studio): Promise<void> {
  const { config: inForm, draft, issues } = studio.config.getState();
  const made = studio.run.getState().config;
  const config = made ?? inForm;
  if (config === null) {
    const [field = "config"] = Object.keys(issues);
    studio.view.getState().notify(t("share:fieldAtFault", { field }));
    return;
  }
  const about: string[] = [t(made === null ? "share:holds.form" : "share:holds.run")];
  if (made !== null && settingsApart(draft, made).length > 0) about.push(t("share:omits.changes"));
  await pass(studio, config, about, presentData(studio));
}

/** Copies a link to a kept run; where it cannot be read, the Runs view says so. */
export async function copyKeptLink(studio: Studio, { id, name }: KeptRun): Promise<void> {
  const content = await studio.runs.getState().read(id);
  if (content === null) return;
  const { run } = content;
  await pass(studio, run.config, [t("share:holds.kept", { name })], keptData(run));
}

async function pass(
  studio: Studio,
  config: RunConfig,
  holds: readonly string[],
  data: LinkedData,
): Promise<void> {
  const address = linkTo(config, location.href);
  const about = [...holds, ...linkOmissions(address, config, data)];
  try {
    await navigator.clipboard.writeText(address);
    studio.view.getState().notify(joinSentences([t("share:copied"), ...about]));
  } catch {
    // No clipboard outside a secure context, and a person or a policy may have refused it.
    studio.share.getState().showLink({ address, about });
  }
}
