// npx tsx bench/inNode.ts verdictRun [--variant planted] [--data 1,2,3] [--seeds 7] [--set lower.steps=500 …]
// "Is it real?" in Node on the processor, once a suite: the verdict, its gains and agreement, a line each.
import { parseArgs } from "node:util";
import { writeConfigPath } from "../src/domain/configPaths.ts";
import { defaultRunConfig, parseRunConfig, type SuiteVariant } from "../src/domain/runConfig.ts";
import type { VerdictReport } from "../src/domain/study.ts";
import { VERDICT_SEEDS } from "../src/domain/verdictTasks.ts";
import { generateSuite } from "../src/suite/generateSuite.ts";
import { CorpusHolder } from "../src/worker/corpusHolder.ts";
import { DeviceKeeper } from "../src/worker/deviceKeeper.ts";
import { StudyController } from "../src/worker/study/studyController.ts";
import { planVerdict } from "../src/worker/study/verdictPlan.ts";
import { independentProblem } from "./independentProblem.ts";

const { values: args } = parseArgs({
  options: {
    /** A variant of the suite, or "independent". */
    variant: { type: "string", default: "planted" },
    data: { type: "string", default: "1" },
    seeds: { type: "string", default: String(VERDICT_SEEDS) },
    set: { type: "string", multiple: true, default: [] },
    /** Leaves out the clean null, which triples the work of a second corpus. */
    brief: { type: "boolean", default: false },
  },
});

async function verdictOn(dataSeed: number): Promise<VerdictReport> {
  let draft: unknown = { ...defaultRunConfig(), seed: dataSeed, backend: "cpu" };
  for (const setting of args.set) {
    const [path = "", value = ""] = setting.split("=");
    draft = writeConfigPath(draft, path, Number.isNaN(Number(value)) ? value : Number(value));
  }
  const config = parseRunConfig(draft);
  const holder = new CorpusHolder();
  const isSuite = args.variant !== "independent";
  holder.replace(
    isSuite
      ? await generateSuite({ variant: args.variant as SuiteVariant, seed: dataSeed })
      : independentProblem(dataSeed),
  );
  const seeds = Array.from({ length: Number(args.seeds) }, (_, i) => dataSeed + 1000 * i);
  const suiteSeed = isSuite && args.variant !== "clean" && !args.brief ? dataSeed : null;
  const devices = new DeviceKeeper(() => {});
  return new Promise((resolve, reject) => {
    let reported: VerdictReport | null = null;
    const studies = new StudyController({
      devices,
      onNotice: (message) => console.error(message),
      onChanged: () => {},
      onReport: (report) => {
        if (report.kind === "verdict") reported = report;
      },
      onStatus: ({ state, error }) => {
        if (state === "failed") reject(new Error(error?.message));
        if (state === "finished" && reported) resolve(reported);
      },
      now: () => performance.now(),
    });
    const request = { kind: "verdict" as const, config, seeds };
    const origin = { id: "bench", request, suiteSeed, corpusId: "bench" };
    studies.start(planVerdict({ holder, config, seeds, suiteSeed }), origin);
  });
}

const points = (value: number | undefined) =>
  value === undefined ? "–" : (100 * value).toFixed(1).padStart(5);
for (const seed of args.data.split(",").map(Number)) {
  const { verdict, controls, agreement, recommendation, atN, ...report } = await verdictOn(seed);
  const gains = controls.map(({ id, points: at, metaAuroc }) => {
    const here = at.find(({ n }) => n === atN);
    const gain = here?.gainOverThis;
    const told = gain
      ? `${points(gain.value)} [${points(gain.low)},${points(gain.high)}]`
      : points(here?.accuracy.value);
    return `${id} ${told} (meta ${metaAuroc?.toFixed(3)})`;
  });
  console.log(
    [
      `${args.variant} ${seed}: ${verdict.toUpperCase()}`,
      ...gains,
      `agreement ${agreement?.value.toFixed(2)} p ${agreement?.pValue.toFixed(3)}`,
      `recommend ${recommendation?.choice} ${recommendation?.gain.value.toFixed(3)} [${recommendation?.gain.low.toFixed(3)},${recommendation?.gain.high.toFixed(3)}]`,
      `clean ${points(report.cleanNull?.gain?.value)} agreement ${report.cleanNull?.agreement?.value.toFixed(2)}`,
      `${(report.elapsedMs / 1000).toFixed(0)} s`,
    ].join("\n  "),
  );
  console.log(`  ${report.headline}`);
  const byWeight = [...report.weights].sort((a, b) => b.mean - a.mean);
  console.log(byWeight.map((w) => `  ${w.mean.toFixed(2)} ${w.tier ?? ""} ${w.domain}`).join("\n"));
}
