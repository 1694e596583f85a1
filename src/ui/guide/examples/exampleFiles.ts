// The live examples' data as files in the formats the app reads: shards of additions with Monte-Carlo-like
// labels, some of them spoilt on purpose, and a meta set that is right. Everything comes from a seed.
import { createRng } from "../../../base/rng.ts";
import { asResponse, someTerms, sumChain } from "./sumChains.ts";

export interface ExampleDomain {
  name: string;
  /** Share of its chains whose labels are drawn by lot, in [0, 1]. */
  noise: number;
  /** Its labels are turned round: p becomes 1 − p. */
  isFlipped: boolean;
}

export interface ExampleSize {
  /** Of each domain. */
  chains: number;
  metaChains: number;
}

export const EXAMPLE_SIZE: ExampleSize = { chains: 100, metaChains: 200 };
const STEPS = 3;
/** Labels of a step that is right so far, and of one that is not. */
const RIGHT = 0.9;
const WRONG = 0.1;

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

function shardRows(domain: ExampleDomain, seed: number, chainCount: number): object[] {
  const rng = createRng(`${seed} ${domain.name}`);
  // Drawn apart, so that the chains are the same whatever the labels.
  const lots = rng.fork("labels");
  return Array.from({ length: chainCount }, (_, chain) => {
    const { question, steps, isRight } = sumChain(rng, someTerms(rng, STEPS), 0.25);
    const isNoisy = lots.next() < domain.noise;
    return steps.map((_, index) => {
      const lot = lots.chance(0.5);
      const isGood = isNoisy ? lot : isRight[index] !== domain.isFlipped;
      return {
        id: `${domain.name} ${chain}`,
        sid: index + 1,
        input: question,
        add: asResponse(steps.slice(0, index + 1)),
        dataset: domain.name,
        accuracy: isGood ? RIGHT : WRONG,
      };
    });
  }).flat();
}

function metaRows(seed: number, chainCount: number): object[] {
  const rng = createRng(`${seed} meta`);
  return Array.from({ length: chainCount }, (_, index) => {
    // Other words than the shards': a question that stands in both would be reported.
    const chain = sumChain(rng, someTerms(rng, STEPS), 0.2, "Begin");
    return {
      id: `meta ${index}`,
      input: `${chain.question}\n\n${asResponse(chain.steps)}`,
      true_false: chain.isRight.at(-1),
    };
  });
}

/** Shards of the domains, in their order, and the meta set. The same seed and domains give the same files. */
export function exampleFiles(
  domains: readonly ExampleDomain[],
  seed: number,
  { chains, metaChains }: ExampleSize = EXAMPLE_SIZE,
): File[] {
  return [
    ...domains.map(
      (domain) =>
        new File(
          [lines(shardRows(domain, seed, chains))],
          `${domain.name.replaceAll(" ", "_")}.jsonl`,
        ),
    ),
    new File([JSON.stringify(metaRows(seed, metaChains))], "meta.json"),
  ];
}
