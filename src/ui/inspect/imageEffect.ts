// What hiding the image did to the open chain's scores, in one sentence.
import type { ChainView } from "../../domain/inspect.ts";
import type { Aggregation } from "../../domain/runConfig.ts";
import { WITH_IMAGE } from "../../store/readChain.ts";
import { t } from "../../strings/strings.ts";
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
    return t("inspect:effect.none");
  }
  const [before, after] = [other.stepScores[most] ?? null, steps[most]?.score ?? null];
  const words = {
    seen: formatScore(seen),
    score: formatScore(blind),
    step: most + 1,
    before: formatScore(before),
    after: formatScore(after),
  };
  if (words.seen === words.score) return t("inspect:effect.stays", words);
  return t(blind < seen ? "inspect:effect.falls" : "inspect:effect.rises", words);
}
