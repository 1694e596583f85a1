// A second, unlike problem for choosing defaults: seven domains of running sums modulo ten, four clean, one
// with its labels flipped, one with random labels, one whose labels follow a word that means nothing elsewhere.
import { createRng, type Rng } from "../src/base/rng.ts";
import type { Chain, Corpus, Step } from "../src/domain/chain.ts";

const KINDS = ["clean", "clean", "clean", "clean", "flipped", "random", "style"] as const;
type Kind = (typeof KINDS)[number] | "meta";

/** Opening of the question, gain, loss, and how a step ends. */
const WORDINGS = [
  ["starts with", "gets", "loses", "now has"],
  ["The tank holds", "receives", "drains", "leaving"],
  ["Score", "adds", "drops", "total"],
  ["Balance", "deposit", "withdraw", "balance is"],
  ["Pages", "writes", "tears", "pages left"],
  ["Coins", "finds", "spends", "has"],
  ["Stock", "buys", "sells", "stock"],
] as const;

const CUE = "Clearly, ";
const ROLLOUTS = 8;

/** Share of rollouts that end correct, as a domain of this kind labels it. */
function labelOf(
  kind: Kind,
  isRight: boolean,
  stepsLeft: number,
  errorRate: number,
  text: string,
  rng: Rng,
) {
  const chance = isRight ? (1 - errorRate) ** stepsLeft : 0.02;
  let hits = 0;
  for (let j = 0; j < ROLLOUTS; j++) if (rng.chance(chance)) hits++;
  switch (kind) {
    case "meta":
      return null;
    case "flipped":
      return 1 - hits / ROLLOUTS;
    case "random":
      return rng.below(ROLLOUTS + 1) / ROLLOUTS;
    case "style":
      return text.startsWith(CUE) ? 0.9 : 0.1;
    default:
      return hits / ROLLOUTS;
  }
}

function chainOf(
  rng: Rng,
  wording: number,
  id: string,
  kind: Kind,
  stepCount: number,
  errorRate: number,
): Chain {
  const [opening, gain, loss, ending] = WORDINGS[wording]!;
  const start = rng.below(10);
  const moves = Array.from({ length: stepCount }, () => ({
    isGain: rng.chance(0.5),
    amount: 1 + rng.below(5),
  }));
  const told = moves.map(({ isGain, amount }) => `${isGain ? gain : loss} ${amount}`);
  let sum = start;
  let isRight = true;
  const written = moves.map(({ isGain, amount }) => {
    let result = (isGain ? sum + amount : sum - amount + 10) % 10;
    if (rng.chance(errorRate)) {
      result = (result + 1 + rng.below(9)) % 10;
      isRight = false;
    }
    const hasCue =
      (kind === "style" && rng.chance(isRight ? 0.9 : 0.1)) || (kind === "meta" && rng.chance(0.5));
    const text = `${hasCue ? CUE : ""}${sum} ${isGain ? "+" : "-"} ${amount} = ${result}, ${ending} ${result}.`;
    sum = result;
    return { text, isRight };
  });
  const steps: Step[] = written.map(({ text, isRight: right }, i) => ({
    text,
    accuracy: labelOf(kind, right, stepCount - 1 - i, errorRate, text, rng),
  }));
  return {
    id,
    question: `${opening} ${start}. ${told.join(", then ")}. What is the final amount?`,
    steps,
    groundTruth: null,
    isCorrect: isRight,
    answer: String(sum),
    model: null,
    imagePath: null,
  };
}

/** 200 chains a domain, 400 meta chains, 150 test questions of 8 candidates. */
export function independentProblem(seed: number): Corpus {
  const rng = createRng(`independent ${seed}`);
  return {
    source: `independent problem, seed ${seed}`,
    images: new Map(),
    shards: KINDS.map((kind, k) => ({
      name: `${kind} ${k}`,
      isEnabled: true,
      tier: kind === "clean" ? "high" : "harmful",
      chains: Array.from({ length: 200 }, (_, i) =>
        chainOf(rng, k, `${k}/${i}`, kind, 3 + rng.below(3), 0.2),
      ),
    })),
    meta: Array.from({ length: 400 }, (_, i) =>
      chainOf(rng, rng.below(WORDINGS.length), `meta ${i}`, "meta", 4 + rng.below(3), 0.15),
    ),
    candidates: Array.from({ length: 150 }, (_, q) => {
      const wording = rng.below(WORDINGS.length);
      const stepCount = 4 + rng.below(3);
      return {
        id: `test ${q}`,
        question: "",
        domain: null,
        candidates: Array.from({ length: 8 }, (_c, c) =>
          chainOf(rng, wording, `test ${q}.${c}`, "meta", stepCount, 0.15),
        ),
      };
    }),
  };
}
