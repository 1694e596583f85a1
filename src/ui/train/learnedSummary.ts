// What a run has learned, noise taken out, in one sentence.
import { learnedWeights } from "../../domain/learnedWeights.ts";
import type { RunHistory } from "../../store/runHistory.ts";
import { t } from "../../strings/strings.ts";
import { formatWeight } from "./formatRun.ts";

/** The learned weights of a history so far, in domain order, as run.json has them. */
export function learnedFrom(history: RunHistory, shrinkage: number): Float64Array {
  const places = history.domains.map((_name, k) => k);
  let upperStep = 0;
  const points = Array.from({ length: history.length }, (_, point) => {
    const hasStepped = Number.isFinite(history.alignmentAt(point, 0));
    if (hasStepped) upperStep++;
    return {
      upperStep,
      weights: places.map((k) => history.weightAt(point, k)),
      alignment: hasStepped ? places.map((k) => history.alignmentAt(point, k)) : null,
    };
  });
  return learnedWeights(points, places.length, shrinkage);
}

/** Names the domains whose weight stands out; the others have one weight in common. */
export function learnedSentence(domains: readonly string[], weights: ArrayLike<number>): string {
  const counts = new Map<number, number>();
  for (let k = 0; k < domains.length; k++) {
    counts.set(weights[k]!, (counts.get(weights[k]!) ?? 0) + 1);
  }
  const [common, alike] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [1, 0];
  if (alike === domains.length) return t("train:learned.nothing");
  const out = domains
    .map((name, k) => ({ name, weight: weights[k]! }))
    .filter(({ weight }) => alike < 2 || weight !== common)
    .sort((a, b) => a.weight - b.weight)
    .map(({ name, weight }) =>
      t("train:learned.domain", { domain: name, weight: formatWeight(weight) }),
    )
    .join(t("train:listSeparator"));
  return alike < 2
    ? t("train:learned.standsOut", { domains: out })
    : t("train:learned.standsOutOthers", { domains: out, alike, weight: formatWeight(common) });
}
