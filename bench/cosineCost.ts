// npx tsx bench/inNode.ts cosineCost [--encoder lexical|transformer] [--every 5,10,20] [--rounds 40]
// What measuring each domain's cosine with v costs: processor time of bilevel training on the speed
// benchmark's problem, in alternation, over that of training that measures it once and never again.
import { parseArgs } from "node:util";
import { openBilevelSession } from "./peers/enginePeer.ts";
import { LEXICAL, makeProblem, TRANSFORMER } from "./problem.ts";
import { summary } from "./statistics.ts";

const { values: args } = parseArgs({
  options: {
    encoder: { type: "string", default: "lexical" },
    every: { type: "string", default: "5,10,20" },
    rounds: { type: "string", default: "40" },
  },
});

const spec = args.encoder === "transformer" ? TRANSFORMER : LEXICAL;
const intervals = [10_000, ...args.every.split(",").map(Number)];
const sessions = await Promise.all(
  intervals.map((cosineEvery) =>
    openBilevelSession(makeProblem({ ...spec, settings: { upper: { cosineEvery } } }), "cpu"),
  ),
);
/** Every interval divides this number of upper steps, so that each round has its share of measurements. */
const upperSteps = Math.max(...intervals.slice(1));
const steps = upperSteps * makeProblem({ ...spec, items: spec.batchSize }).config.upper.unroll;

const taken = intervals.map(() => [] as number[]);
// The first two rounds compile and pass the warm-up.
for (let round = -2; round < Number(args.rounds); round++) {
  for (const [i, session] of sessions.entries()) {
    const before = process.cpuUsage();
    await session.run(steps);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) taken[i]!.push((user + system) / 1000 / steps);
  }
}
intervals.forEach((every, i) => {
  const ratios = taken[i]!.map((ms, round) => ms / taken[0]![round]!);
  const { median, q1, q3 } = summary(ratios);
  console.log(
    `every ${every}: ${summary(taken[i]!).median.toPrecision(3)} ms a lower step, × ${median.toFixed(3)} (${q1.toFixed(3)}–${q3.toFixed(3)})`,
  );
});
for (const session of sessions) await session.close();
