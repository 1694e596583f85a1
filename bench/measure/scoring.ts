// Scoring chains on the processor, as the app scores what it shows: chains a second, and what reading a
// chain of ten steps once costs against reading its last prefix alone.
import type { Contender } from "../alternate.ts";
import { LEXICAL, type ProblemSpec, TRANSFORMER } from "../problem.ts";
import { type BenchContext, type LearnedEncoder, measured } from "./context.ts";

const STEPS = 10;
const CHAINS = 32;

export async function measureScoring(
  context: BenchContext,
  encoder: LearnedEncoder,
): Promise<void> {
  if (!context.peers.includes("ours.cpu")) return;
  const base = encoder === "lexical" ? LEXICAL : TRANSFORMER;
  // Sixteen tokens a step, as in the training problem.
  const spec: ProblemSpec = { ...base, items: 32, metaChains: CHAINS, tokens: 16 * STEPS };
  const contender = (name: string, stepsAChain: number): Contender => ({
    name,
    peer: "ours.cpu",
    workload: { kind: "score", spec: { ...spec, stepsAChain } },
    stepMultiple: 1,
    warmSteps: 2,
  });
  const alternation = await measured(context, `${encoder}.scoring`, [
    contender("chain of ten steps", STEPS),
    contender("its last prefix", 1),
  ]);
  context.results.ratio(
    `${encoder}.scoring.chainVsLastPrefix`,
    alternation,
    "chain of ten steps",
    "its last prefix",
  );
  const whole = context.results.results.rows.find(
    (row) => row.measurement === `${encoder}.scoring` && row.name === "chain of ten steps",
  );
  for (const row of context.results.results.rows) {
    if (row.measurement === `${encoder}.scoring`) row.unit = `ms for ${CHAINS} chains`;
  }
  if (whole) context.log(`  ${Math.round((1000 * CHAINS) / whole.median)} chains a second`);
}
