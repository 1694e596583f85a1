// npx tsx bench/inNode.ts frozenRun [--seeds 1,2] [--width 1536] [--rows 860] [--spectrum flat|decaying]
//   [--signal top|middle|everywhere] [--harmful 4] [--noise 2] [--only vanilla] [--try lower.learningRate=1e-3,lower.steps=300 …]
// Heads on made-up frozen vectors in Node: step AUROC and best-of-8 of the vanilla PRM, the learned weights
// retrained, and training on the fair domains alone; how the weights order the domains; and the time taken.
import { parseArgs } from "node:util";
import { writeConfigPath } from "../src/domain/configPaths.ts";
import { defaultRunConfig, parseRunConfig } from "../src/domain/runConfig.ts";
import { frozenProblem, type Signal, type Spectrum } from "./frozenProblem.ts";
import {
  type EncodedCorpus,
  encodeForNode,
  measure,
  orderingAuc,
  trainInNode,
} from "./trainInNode.ts";

const { values: args } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2,3" },
    width: { type: "string", default: "1536" },
    rows: { type: "string", default: "860" },
    spectrum: { type: "string", default: "decaying" },
    signal: { type: "string", default: "middle" },
    harmful: { type: "string", default: "4" },
    noise: { type: "string", default: "2" },
    meta: { type: "string", default: "400" },
    only: { type: "string", default: "" },
    try: { type: "string", multiple: true, default: [""] },
  },
  allowPositionals: true,
});

/** A config with these settings, such as "lower.steps=300,encoder.projection=0". */
function withSettings(settings: string): unknown {
  return settings
    .split(",")
    .filter(Boolean)
    .reduce<unknown>((config, entry) => {
      const [path = "", value = ""] = entry.split("=");
      return writeConfigPath(config, path, /^[a-z]/.test(value) ? value : Number(value));
    }, defaultRunConfig("frozen"));
}

const points = (share: number) => (100 * share).toFixed(1).padStart(6);
const secondsSince = (start: number) => `${((performance.now() - start) / 1000).toFixed(1)} s`;
console.log(`${args.spectrum}, ${args.signal}`);
for (const seed of args.seeds.split(",").map(Number)) {
  const [harmful, noise] = [Number(args.harmful), Number(args.noise)];
  const { corpus, features } = frozenProblem({
    seed,
    width: Number(args.width),
    spectrum: args.spectrum as Spectrum,
    signal: args.signal as Signal,
    domains: { fair: 15 - harmful - noise, harmful, noise },
    rowsADomain: Number(args.rows),
    metaChains: Number(args.meta),
    questions: 300,
  });
  /** By the encoder's settings: those of training can be compared on the same encodings. */
  const encoded = new Map<string, EncodedCorpus>();
  for (const settings of args.try) {
    const config = parseRunConfig({ ...(withSettings(settings) as object), seed });
    let start = performance.now();
    const encoder = JSON.stringify(config.encoder);
    const data = encoded.get(encoder) ?? (await encodeForNode(corpus, config, features));
    if (!encoded.has(encoder)) {
      const note = data.encoder.projection?.note;
      console.log(`seed ${seed}: encoded in ${secondsSince(start)}, ${note}`);
      encoded.set(encoder, data);
    }
    console.log(`seed ${seed} ${settings}`);
    const told = async (params: Float64Array) => {
      const { stepAuroc, bestOf } = await measure(data, params, config);
      return `AUROC ${points(stepAuroc ?? 0)}, best-of-8 ${points(bestOf[8] ?? 0)}`;
    };
    const ones = data.names.map(() => 1);
    start = performance.now();
    const vanilla = await trainInNode(data, { ...config, mode: "vanilla" }, ones);
    const taken = secondsSince(start);
    console.log(`  vanilla   ${await told(vanilla.params)}; ${taken}`);
    if (args.only === "vanilla") continue;
    const fair = corpus.shards.map(({ tier }) => Number(tier === "high"));
    const oracle = await trainInNode(data, { ...config, mode: "fixed" }, fair);
    console.log(`  fair only ${await told(oracle.params)}`);
    start = performance.now();
    const learned = await trainInNode(data, config, null);
    const bilevel = secondsSince(start);
    const retrained = await trainInNode(data, { ...config, mode: "fixed" }, learned.weights);
    console.log(`  learned   ${await told(retrained.params)}; ${bilevel}`);
    const auc = orderingAuc(data, learned.weights);
    const shown = Array.from(learned.weights, (weight) => weight.toFixed(2)).join(" ");
    console.log(`  weights ${shown}; fair and noise above harmful: ${auc?.toFixed(2) ?? "–"}`);
  }
}
