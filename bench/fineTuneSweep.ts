// npx tsx bench/inNode.ts fineTuneSweep [--problem planted|clean|noisy|independent] [--seeds 51,52] [--encoder lexical]
// How long and how fast the control "vanilla, fine-tuned on the meta set" should be trained: best-of-8 over
// vanilla in points for a grid of steps and rates, beside the PRM retrained with the learned weights. What the
// app keeps from training is kept here, too.
import { parseArgs } from "node:util";
import { createRng } from "../src/base/rng.ts";
import { splitCorpus } from "../src/data/splitCorpus.ts";
import { parseRunConfig, type RunConfigInput, type SuiteVariant } from "../src/domain/runConfig.ts";
import { type FineTuning, MetaTrainer } from "../src/engine/bilevel/metaTrainer.ts";
import { chainCount } from "../src/engine/encoders/encoded.ts";
import { prmLayout } from "../src/engine/prm/layout.ts";
import { engineData } from "../src/engine/trainingJob.ts";
import { createWasmEngine, openWasmKernels } from "../src/engine/wasm/wasmEngine.ts";
import { generateSuite } from "../src/suite/generateSuite.ts";
import { independentProblem } from "./independentProblem.ts";
import { type EncodedCorpus, encodeForNode, measure, trainInNode } from "./trainInNode.ts";

const { values: args } = parseArgs({
  options: {
    problem: { type: "string", default: "planted" },
    seeds: { type: "string", default: "51,52,53,54,55,56" },
    encoder: { type: "string", default: "lexical" },
    steps: { type: "string", default: "50,150,400" },
    rates: { type: "string", default: "3e-4,1e-3,3e-3" },
  },
});

const encoder: RunConfigInput["encoder"] =
  args.encoder === "transformer" ? { kind: "transformer" } : { kind: "lexical" };
const plans: FineTuning[] = args.steps
  .split(",")
  .map(Number)
  .flatMap((steps) => args.rates.split(",").map((rate) => ({ steps, learningRate: Number(rate) })));
const modules = await openWasmKernels();

/** φ after fine-tuning `from` by the plan. */
async function fineTuned(
  data: EncodedCorpus,
  input: RunConfigInput,
  from: Float64Array,
  plan: FineTuning,
): Promise<Float64Array> {
  const config = parseRunConfig(input);
  const { engine, close } = createWasmEngine(modules, engineData({ ...data, config }));
  const trainer = new MetaTrainer({
    engine,
    release: close,
    config,
    initialParams: from,
    blocks: prmLayout(config.encoder).blocks,
    itemDomains: data.train.domains,
    metaChainCount: chainCount(data.meta),
    plan,
    rng: createRng(config.seed),
    checkpoint: null,
    now: () => performance.now(),
  });
  while (!trainer.isDone) await trainer.advance(() => 0);
  const params = await trainer.params();
  trainer.dispose();
  return params;
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const gains = new Map<string, number[]>();
const keep = (label: string, gain: number) => {
  gains.set(label, [...(gains.get(label) ?? []), gain]);
};

for (const seed of args.seeds.split(",").map(Number)) {
  const corpus =
    args.problem === "independent"
      ? independentProblem(seed)
      : await generateSuite({ variant: args.problem as SuiteVariant, seed });
  const config: RunConfigInput = { seed, encoder };
  const { training } = splitCorpus(corpus, parseRunConfig(config).heldOut);
  const data = await encodeForNode(training, config);
  const bestOf8 = async (params: Float64Array) =>
    100 * (await measure(data, params, config)).bestOf[8]!;
  const ones = data.names.map(() => 1);
  const vanilla = await trainInNode(data, config, ones);
  const base = await bestOf8(vanilla.params);
  const { weights } = await trainInNode(data, config, null);
  keep("retrained", (await bestOf8((await trainInNode(data, config, weights)).params)) - base);
  for (const plan of plans) {
    const params = await fineTuned(data, config, vanilla.params, plan);
    keep(`${plan.steps} steps, rate ${plan.learningRate}`, (await bestOf8(params)) - base);
  }
  process.stderr.write(`seed ${seed}: vanilla ${base.toFixed(1)}\n`);
}
for (const [label, values] of gains) {
  const each = values.map((gain) => gain.toFixed(1)).join(" ");
  console.log(`${args.problem} | ${label} | ${mean(values).toFixed(1)} (${each})`);
}
