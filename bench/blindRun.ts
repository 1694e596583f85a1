// npx tsx bench/inNode.ts blindRun [--variant planted] [--seeds 1,2,3] [--set encoder.kind=transformer …]
// What the suite's pictures are worth: a vanilla PRM that sees them, the same one scored with them hidden, and
// one trained and scored without them, on the questions with a picture and on the others.
import { parseArgs } from "node:util";
import type { CandidateQuestion } from "../src/domain/chain.ts";
import { writeConfigPath } from "../src/domain/configPaths.ts";
import {
  defaultRunConfig,
  encoderKindOf,
  parseRunConfig,
  type SuiteVariant,
} from "../src/domain/runConfig.ts";
import { generateSuite } from "../src/suite/generateSuite.ts";
import { encodeForNode, measure, trainInNode, withHiddenPictures } from "./trainInNode.ts";

const { values: args } = parseArgs({
  options: {
    variant: { type: "string", default: "planted" },
    seeds: { type: "string", default: "1,2,3" },
    encoder: { type: "string", default: "lexical" },
    set: { type: "string", multiple: true, default: [] },
    /** Only this one of the three. */
    only: { type: "string" },
  },
});

const withPicture = ({ candidates }: CandidateQuestion) => candidates[0]?.imagePath != null;
const GROUPS = {
  picture: withPicture,
  text: (question: CandidateQuestion) => !withPicture(question),
};

const sums = new Map<string, number[]>();
for (const seed of args.seeds.split(",").map(Number)) {
  const kind = encoderKindOf({ encoder: { kind: args.encoder } });
  let draft: unknown = { ...defaultRunConfig(kind), seed };
  for (const setting of args.set) {
    const [path = "", value = ""] = setting.split("=");
    draft = writeConfigPath(draft, path, Number.isNaN(Number(value)) ? value : Number(value));
  }
  const config = parseRunConfig(draft);
  const corpus = await generateSuite({ variant: args.variant as SuiteVariant, seed });
  const blind = parseRunConfig(writeConfigPath(config, "encoder.blind", true));
  const train = async (settings: typeof config) => {
    const data = await encodeForNode(corpus, settings);
    const run = await trainInNode(
      data,
      settings,
      data.names.map(() => 1),
    );
    return { data, params: run.params };
  };
  const tell = async (name: string, { data, params }: Awaited<ReturnType<typeof train>>) => {
    for (const [group, isCounted] of Object.entries(GROUPS)) {
      const { bestOf, stepAuroc } = await measure(data, params, config, isCounted);
      const label = `${name} ${group}`;
      const [best, steps] = [100 * bestOf[8]!, 100 * (stepAuroc ?? Number.NaN)];
      sums.set(label, [...(sums.get(label) ?? []), best]);
      sums.set(`${label} AUROC`, [...(sums.get(`${label} AUROC`) ?? []), steps]);
      console.log(
        `${seed} ${label}: best of 8 ${best.toFixed(1)} (pass@1 ${(100 * bestOf[1]!).toFixed(1)}), step AUROC ${steps.toFixed(1)}`,
      );
    }
  };
  const start = performance.now();
  const seeing = await train(config);
  console.log(`${seed}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
  await tell("seeing", seeing);
  if (args.only === "seeing") continue;
  await tell("hidden", { ...seeing, data: await withHiddenPictures(seeing.data) });
  await tell("blind", await train(blind));
}
for (const [label, values] of sums) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  console.log(`mean ${label}: ${mean.toFixed(1)} (${values.map((v) => v.toFixed(1)).join(" ")})`);
}
