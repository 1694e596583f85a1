// npx tsx bench/inNode.ts suiteUtility [--variant planted] [--seeds 1,2,3,4] [--domains a,b]
// Is each domain what its planted tier says? A vanilla PRM is retrained with the domain's weight at 0
// and at 3 (the others equal) and compared on best-of-8 with the PRM of equal weights, seed by seed.
// A harmful domain must gain when it is left out and lose when it is tripled; a trivial one do neither.
import { parseArgs } from "node:util";
import type { SuiteVariant } from "../src/domain/runConfig.ts";
import { generateSuite } from "../src/suite/generateSuite.ts";
import { encodeForNode, measure, trainInNode } from "./trainInNode.ts";

const { values: args } = parseArgs({
  options: {
    variant: { type: "string", default: "planted" },
    seeds: { type: "string", default: "1,2,3,4" },
    domains: { type: "string" },
  },
});

interface Utility {
  tier: string;
  /** Best-of-8 against equal weights, in points, a seed each. */
  without: number[];
  tripled: number[];
}

const chosen = args.domains?.split(",");
const utilities = new Map<string, Utility>();
for (const seed of args.seeds.split(",").map(Number)) {
  const corpus = await generateSuite({ variant: args.variant as SuiteVariant, seed });
  const data = await encodeForNode(corpus, { seed });
  const bestOf8 = async (weights: number[]) => {
    const { params } = await trainInNode(data, { seed }, weights);
    return 100 * ((await measure(data, params, { seed })).bestOf[8] ?? 0);
  };
  const equal = await bestOf8(data.names.map(() => 1));
  for (const [k, name] of data.names.entries()) {
    if (chosen && !chosen.includes(name)) continue;
    const withWeight = (weight: number) => data.names.map((_, other) => (other === k ? weight : 1));
    const tier = corpus.shards[k]?.tier ?? "";
    const utility = utilities.get(name) ?? { tier, without: [], tripled: [] };
    utility.without.push((await bestOf8(withWeight(0))) - equal);
    utility.tripled.push((await bestOf8(withWeight(3))) - equal);
    utilities.set(name, utility);
    process.stderr.write(`seed ${seed}: ${name}\n`);
  }
}

/** Mean ± standard error over the seeds. */
function summary(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
  return `${mean >= 0 ? "+" : ""}${mean.toFixed(1)} ± ${error.toFixed(1)}`;
}

console.log("| domain | tier | left out | tripled |\n|---|---|---|---|");
for (const [name, { tier, without, tripled }] of utilities) {
  console.log(`| ${name} | ${tier} | ${summary(without)} | ${summary(tripled)} |`);
}
