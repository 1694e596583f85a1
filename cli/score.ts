// npm run score: scores candidates with a saved PRM, in the app's own engine.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { problemLines } from "./dataReport.ts";
import { createProgressLine } from "./progressLine.ts";
import { reportEvents } from "./reportEvents.ts";
import { runCommand } from "./runCommand.ts";
import { parseScoreArguments, type ScorePlan } from "./scoreArguments.ts";
import { openStudioPage } from "./studioPage.ts";
import { EXIT, UsageError } from "./usageError.ts";

await runCommand(async () => {
  const plan = parseScoreArguments(process.argv.slice(2));
  return plan === null ? EXIT.done : score(plan);
});

async function score(plan: ScorePlan): Promise<number> {
  const progress = createProgressLine();
  const page = await openStudioPage(progress.log, reportEvents(progress));
  try {
    const summary = await page.loadFiles(plan.test);
    for (const line of problemLines(summary)) progress.log(line);
    const unfit = summary.files.filter((file) => file.format !== "candidates" || file.rows === 0);
    if (unfit.length > 0) {
      throw new UsageError(unfit.map((file) => `--test ${file.name}: holds no usable candidates`));
    }
    if (plan.features.length > 0) await page.loadFeatures(plan.features);
    await page.loadPrm(plan.prm);
    const [scores] = await page.exportFiles("candidates.score");
    if (scores === undefined) throw new Error("no scores came back");
    mkdirSync(dirname(plan.out), { recursive: true });
    writeFileSync(plan.out, scores.bytes);
    progress.stop();
    progress.log(
      `${summary.candidateChains} chains of ${summary.candidateQuestions} questions scored: ${plan.out}`,
    );
    return EXIT.done;
  } finally {
    progress.stop();
    await page.close();
  }
}
