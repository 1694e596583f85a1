// What early stops of rollouts cost and save, exactly: every order of right and wrong completions that a plan
// allows, weighted by its probability, for prefixes of accuracy 0, .01, … 1. npx tsx bench/labelStops.ts
import { StoppingPlan, wilsonInterval } from "../src/labeller/stoppingPlan.ts";

/** Rollouts at most, at least, width of the interval. */
const PLANS = [
  [8, 4, 0.35],
  [16, 4, 0.35],
  [32, 4, 0.35],
  [64, 8, 0.2],
] as const;
const CONFIDENCE = 0.9;
const ACCURACIES = Array.from({ length: 101 }, (_, index) => index / 100);

interface Expected {
  made: number;
  label: number;
  share: number;
  labelSquares: number;
  shareSquares: number;
  covered: number;
}

function expectedOf(plan: StoppingPlan, most: number, p: number): Expected {
  const sums = { made: 0, label: 0, share: 0, labelSquares: 0, shareSquares: 0, covered: 0 };
  let reached = new Map([[0, 1]]);
  for (let made = 0; made <= most; made++) {
    const next = new Map<number, number>();
    for (const [correct, chance] of reached) {
      if (made > 0 && plan.stops(made, correct)) {
        const label = plan.accuracy(made, correct);
        const share = correct / made;
        const [low, high] = wilsonInterval(correct, made, CONFIDENCE);
        sums.made += chance * made;
        sums.label += chance * label;
        sums.share += chance * share;
        sums.labelSquares += chance * (label - p) ** 2;
        sums.shareSquares += chance * (share - p) ** 2;
        // The ends are computed to the last digit but one.
        if (p >= low - 1e-12 && p <= high + 1e-12) sums.covered += chance;
      } else {
        next.set(correct, (next.get(correct) ?? 0) + chance * (1 - p));
        next.set(correct + 1, (next.get(correct + 1) ?? 0) + chance * p);
      }
    }
    reached = next;
  }
  return sums;
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

for (const [rollouts, atLeast, width] of PLANS) {
  const plan = new StoppingPlan({
    rollouts,
    adaptive: { atLeast, width, confidence: CONFIDENCE },
  });
  const all = ACCURACIES.map((p) => ({ p, ...expectedOf(plan, rollouts, p) }));
  const madeAt = (p: number) => all.find((entry) => entry.p === p)?.made.toFixed(1);
  const error = (squares: readonly number[]) => Math.sqrt(mean(squares)).toFixed(3);
  console.log(`R ${rollouts}, at least ${atLeast}, width ${width} at ${CONFIDENCE}`);
  console.log(`  completions at .05, .2, .5: ${[0.05, 0.2, 0.5].map(madeAt).join(", ")}`);
  console.log(
    `  largest bias: correct / made ${Math.max(...all.map(({ p, share }) => Math.abs(share - p))).toFixed(4)}, label ${Math.max(...all.map(({ p, label }) => Math.abs(label - p))).toExponential(1)}`,
  );
  console.log(
    `  root mean squared error: label ${error(all.map((entry) => entry.labelSquares))}, correct / made ${error(all.map((entry) => entry.shareSquares))}, all R ${error(ACCURACIES.map((p) => (p * (1 - p)) / rollouts))}`,
  );
  console.log(
    `  interval at the stop covers: at worst ${Math.min(...all.map(({ covered }) => covered)).toFixed(3)}, mean ${mean(all.map(({ covered }) => covered)).toFixed(3)}`,
  );
}
