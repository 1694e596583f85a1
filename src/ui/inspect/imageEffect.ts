// What hiding the image did to the open chain's scores, in one sentence.
import type { ChainView } from "../../domain/inspect.ts";
import type { Aggregation } from "../../domain/runConfig.ts";
import { WITH_IMAGE } from "../../store/readChain.ts";
import { formatScore } from "./formatScore.ts";

/** Smaller changes do not show in the digits that scores have here. */
const LEAST_CHANGE = 0.0005;

/** Of a chain read with its image hidden; empty for any other. */
export function imageEffect(chain: ChainView, aggregation: Aggregation): string {
  const { other, chainScores, steps } = chain;
  if (other === null || other.prmId !== WITH_IMAGE || chainScores === null) return "";
  const seen = other.chainScores[aggregation];
  const blind = chainScores[aggregation];
  const change = steps.map(({ score }, i) => Math.abs((score ?? 0) - (other.stepScores[i] ?? 0)));
  const most = change.indexOf(Math.max(...change));
  if ((change[most] ?? 0) < LEAST_CHANGE) {
    return "This changes none of the scores: the PRM judges this chain by its text alone.";
  }
  const [before, after] = [other.stepScores[most] ?? null, steps[most]?.score ?? null];
  const chainText =
    formatScore(seen) === formatScore(blind)
      ? `The chain score stays at ${formatScore(blind)}`
      : `The chain score ${blind < seen ? "falls" : "rises"} from ${formatScore(seen)} to ${formatScore(blind)}`;
  return `${chainText}; step ${most + 1} changes most, from ${formatScore(before)} to ${formatScore(after)}.`;
}
