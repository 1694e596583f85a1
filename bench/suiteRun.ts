// npx tsx bench/inNode.ts suiteRun [--variant planted] [--seeds 1,2,3] [--set upper.learningRate=.015 …] [--no-oracle]
// Vanilla, bilevel, retrained and oracle on the built-in suite, a line a seed and the means.
import { parseArgs } from "node:util";
import type { RunConfigInput, SuiteVariant } from "../src/domain/runConfig.ts";
import {
  type EncodedTrainSet,
  stepsAnItem,
  trainItemCount,
} from "../src/engine/encoders/encoded.ts";
import { generateSuite } from "../src/suite/generateSuite.ts";
import { encodeForNode, measure, orderingAuc, trainInNode } from "./trainInNode.ts";

const { values: args } = parseArgs({
  options: {
    variant: { type: "string", default: "planted" },
    seeds: { type: "string", default: "1,2,3" },
    set: { type: "string", multiple: true, default: [] },
    oracle: { type: "boolean", default: false },
    weights: { type: "boolean", default: false },
  },
});

function withSettings(seed: number): RunConfigInput {
  const config: Record<string, Record<string, unknown>> = {};
  for (const setting of args.set) {
    const [path = "", value = ""] = setting.split("=");
    const [group = "", key = ""] = path.split(".");
    const parsed = Number.isNaN(Number(value)) ? value : Number(value);
    config[group] = { ...config[group], [key]: parsed };
  }
  return { ...config, seed } as RunConfigInput;
}

/** Features a row, tokens a sequence, or numbers a vector. */
function readsAnItem(train: EncodedTrainSet): number {
  if (train.kind === "vectors") return train.vectors.width;
  const reads = train.kind === "rows" ? train.rows.features : train.sequences.tokens;
  return reads.length / trainItemCount(train);
}

const rows: Record<string, number>[] = [];
for (const seed of args.seeds.split(",").map(Number)) {
  const t0 = performance.now();
  const corpus = await generateSuite({ variant: args.variant as SuiteVariant, seed });
  const t1 = performance.now();
  const config = withSettings(seed);
  const data = await encodeForNode(corpus, config);
  const t2 = performance.now();
  const ones = data.names.map(() => 1);
  const vanilla = await trainInNode(data, config, ones);
  const t3 = performance.now();
  const bilevel = await trainInNode(data, config, null);
  const t4 = performance.now();
  const retrained = await trainInNode(data, config, bilevel.weights);
  const [v, b, r] = await Promise.all(
    [vanilla, bilevel, retrained].map((run) => measure(data, run.params, config)),
  );
  const row: Record<string, number> = {
    seed,
    items: trainItemCount(data.train),
    "steps/item": stepsAnItem(data.train),
    "reads/item": readsAnItem(data.train),
    "gen s": (t1 - t0) / 1000,
    "enc s": (t2 - t1) / 1000,
    "van s": (t3 - t2) / 1000,
    "bil s": (t4 - t3) / 1000,
    "pass@1": v!.bestOf[1]!,
    auroc: v!.stepAuroc ?? Number.NaN,
    "van@4": v!.bestOf[4]!,
    "van@8": v!.bestOf[8]!,
    "bil@8": b!.bestOf[8]! - v!.bestOf[8]!,
    "ret@4": r!.bestOf[4]! - v!.bestOf[4]!,
    "ret@8": r!.bestOf[8]! - v!.bestOf[8]!,
    "ret auroc": r!.stepAuroc ?? Number.NaN,
    "order AUC": orderingAuc(data, bilevel.weights) ?? Number.NaN,
    min: Math.min(...bilevel.weights),
    max: Math.max(...bilevel.weights),
  };
  if (args.oracle) {
    const good = corpus.shards.map((shard) => (shard.tier === "harmful" ? 0 : 1));
    const oracle = await measure(data, (await trainInNode(data, config, good)).params, config);
    row["orc@8"] = oracle.bestOf[8]! - v!.bestOf[8]!;
  }
  rows.push(row);
  if (args.weights) {
    const lines = data.names.map(
      (name, k) => `${corpus.shards[k]?.tier} ${name} ${bilevel.weights[k]!.toFixed(2)}`,
    );
    console.log(lines.join("\n"));
  }
  console.log(
    JSON.stringify(row, (_key, value) =>
      typeof value === "number" ? Number(value.toFixed(3)) : value,
    ),
  );
}
const mean: Record<string, number> = {};
for (const key of Object.keys(rows[0] ?? {})) {
  mean[key] = Number((rows.reduce((sum, row) => sum + row[key]!, 0) / rows.length).toFixed(3));
}
console.log("mean", JSON.stringify(mean));
