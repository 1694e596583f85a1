// npx tsx bench/inNode.ts controls [--problem planted|clean|noisy|independent] [--seeds 61,62] [--set upper.unroll=5 …]
// What "Is it real?" compares, in Node: best-of-8 in points of the PRM retrained with the learned weights over
// each control, and how well chain scores tell right from wrong on the meta chains kept from training.
import { parseArgs } from "node:util";
import { createRng } from "../src/base/rng.ts";
import { splitCorpus } from "../src/data/splitCorpus.ts";
import { writeConfigPath } from "../src/domain/configPaths.ts";
import { defaultRunConfig, parseRunConfig, type SuiteVariant } from "../src/domain/runConfig.ts";
import { aggregate } from "../src/engine/prm/aggregate.ts";
import { prmLayout } from "../src/engine/prm/layout.ts";
import { scoreChains } from "../src/engine/prm/scoreChains.ts";
import { auroc } from "../src/evaluate/auroc.ts";
import { generateSuite } from "../src/suite/generateSuite.ts";
import { independentProblem } from "./independentProblem.ts";
import { encodeForNode, measure, trainInNode } from "./trainInNode.ts";

const { values: args } = parseArgs({
  options: {
    problem: { type: "string", default: "planted" },
    seeds: { type: "string", default: "61,62,63,64,65,66" },
    set: { type: "string", multiple: true, default: [] },
  },
});

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const rows = new Map<string, number[]>();
const keep = (label: string, value: number) => {
  rows.set(label, [...(rows.get(label) ?? []), value]);
};

for (const seed of args.seeds.split(",").map(Number)) {
  let draft: unknown = { ...defaultRunConfig(), seed };
  for (const setting of args.set) {
    const [path = "", value = ""] = setting.split("=");
    draft = writeConfigPath(draft, path, Number.isNaN(Number(value)) ? value : Number(value));
  }
  const config = parseRunConfig(draft);
  const corpus =
    args.problem === "independent"
      ? independentProblem(seed)
      : await generateSuite({ variant: args.problem as SuiteVariant, seed });
  const { training, keptMeta } = splitCorpus(corpus, config.heldOut);
  const data = await encodeForNode(training, config);
  const kept = await data.encoder.encodeChains(keptMeta, data.sources, async () => {});

  const judged = async (params: Float64Array) => {
    const logits = await scoreChains(prmLayout(config.encoder), params, kept);
    const chainLogits = keptMeta.map((_, c) =>
      aggregate(config.upper.aggregation, logits, kept.chainStart[c]!, kept.chainStart[c + 1]!),
    );
    const bestOf8 = 100 * (await measure(data, params, config)).bestOf[8]!;
    const right = keptMeta.map((chain) => chain.isCorrect === true);
    return { bestOf8, metaAuroc: auroc(chainLogits, right) ?? Number.NaN };
  };
  const ones = data.names.map(() => 1);
  const vanilla = await trainInNode(data, config, ones);
  const twice = { ...config, lower: { ...config.lower, steps: 2 * config.lower.steps } };
  const vanillaLong = await trainInNode(data, twice, ones);
  const bilevel = await trainInNode(data, config, null);
  const retrained = await judged((await trainInNode(data, config, bilevel.weights)).params);
  const uniform = await judged(vanilla.params);
  const fineTuned = await trainInNode(data, config, ones, { from: vanilla.params });
  const permuted = [];
  for (const draw of [1, 2, 3]) {
    const dealt = createRng(seed).fork(`permuted ${draw}`).shuffle(bilevel.weights.slice());
    permuted.push((await judged((await trainInNode(data, config, dealt)).params)).bestOf8);
  }
  keep("vanilla best-of-8", uniform.bestOf8);
  keep("over vanilla", retrained.bestOf8 - uniform.bestOf8);
  keep(
    "over vanilla, twice the steps",
    retrained.bestOf8 - (await judged(vanillaLong.params)).bestOf8,
  );
  keep("over permuted weights", retrained.bestOf8 - mean(permuted));
  keep(
    "over vanilla fine-tuned on the meta set",
    retrained.bestOf8 - (await judged(fineTuned.params)).bestOf8,
  );
  keep("over the bilevel run itself", retrained.bestOf8 - (await judged(bilevel.params)).bestOf8);
  keep("kept meta AUROC, uniform, %", 100 * uniform.metaAuroc);
  keep("kept meta AUROC, learned − uniform, %", 100 * (retrained.metaAuroc - uniform.metaAuroc));
  keep("kept meta chains", keptMeta.length);
  process.stderr.write(`${args.problem} seed ${seed}\n`);
}
for (const [label, values] of rows) {
  const each = values.map((value) => value.toFixed(1)).join(" ");
  console.log(`${args.problem} | ${label} | ${mean(values).toFixed(1)} (${each})`);
}
