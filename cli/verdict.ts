// npm run verdict: does reweighting help on these data, and can one believe it? The controls, in a headless browser.
import { writeFileSync } from "node:fs";
import { watchInterruptions } from "./interruptions.ts";
import { loadCorpus } from "./loadCorpus.ts";
import { makePlaceFor } from "./outputPlace.ts";
import { createProgressLine } from "./progressLine.ts";
import { reportEvents } from "./reportEvents.ts";
import { runCommand } from "./runCommand.ts";
import { openStudioPage } from "./studioPage.ts";
import { EXIT } from "./usageError.ts";
import { parseVerdictArguments, type VerdictPlan } from "./verdictArguments.ts";
import { verdictTable } from "./verdictTable.ts";

await runCommand(async () => {
  const plan = parseVerdictArguments(process.argv.slice(2));
  return plan === null ? EXIT.done : judge(plan);
});

async function judge(plan: VerdictPlan): Promise<number> {
  if (plan.json !== null) makePlaceFor("--json", plan.json);
  const progress = createProgressLine();
  const page = await openStudioPage(progress.log, reportEvents(progress));
  const interruptions = watchInterruptions(() => {
    progress.log("Stopping; what is trained so far is judged. Ctrl-C again to give up.");
    return page.call("study.stop", {});
  });
  try {
    await loadCorpus({ plan, page, log: progress.log });
    if (interruptions.isInterrupted) return EXIT.interrupted;
    const { config, seeds } = plan;
    const { report } = await page.studyToEnd({ kind: "verdict", config, seeds });
    progress.stop();
    if (report?.kind === "verdict") {
      process.stdout.write(`${verdictTable(report)}\n`);
      if (plan.json !== null) {
        writeFileSync(plan.json, `${JSON.stringify(report, null, 1)}\n`);
        progress.log(`written to ${plan.json}`);
      }
    } else progress.log("Too little was trained for a verdict.");
    return interruptions.isInterrupted ? EXIT.interrupted : EXIT.done;
  } finally {
    progress.stop();
    interruptions.end();
    await page.close();
  }
}
