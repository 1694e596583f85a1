// The learned weights of every seed: a row a domain, a dot a seed, a tick at their mean, a line at 1.0.

import { TIERS, type Tier } from "../../domain/chain.ts";
import type { VerdictReport } from "../../domain/study.ts";
import { t } from "../../strings/strings.ts";
import { Badge } from "../primitives/Badge.tsx";
import { DomainSwatch } from "../primitives/DomainSwatch.tsx";
import { useView } from "../StudioContext.ts";
import { domainColor } from "../theme/domainColor.ts";
import { formatWeight } from "../train/formatRun.ts";
import styles from "./SeedWeights.module.css";

const TIER_TONES: Record<Tier, "positive" | "neutral" | "warning" | "negative"> = {
  high: "positive",
  middle: "neutral",
  trivial: "warning",
  harmful: "negative",
};

export function SeedWeights({ weights }: { weights: VerdictReport["weights"] }) {
  const slots = useView((state) => state.domainSlots);
  const scale = Math.max(
    2,
    Math.ceil(2 * Math.max(0, ...weights.flatMap((row) => row.bySeed))) / 2,
  );
  const placeOf = (weight: number) => `${(100 * weight) / scale}%`;
  const sorted = [...weights].sort((a, b) => b.mean - a.mean);
  const hasTiers = weights.some(({ tier }) => tier !== null);
  return (
    <>
      <ul className={styles["list"]}>
        {sorted.map(({ domain, tier, mean, bySeed }, place) => {
          const slot = slots[domain] ?? place;
          const values = bySeed
            .map((weight) => formatWeight(weight))
            .join(t("train:listSeparator"));
          return (
            <li key={domain} className={styles["row"]}>
              <DomainSwatch slot={slot} />
              <span className={styles["name"]} title={domain}>
                {domain}
              </span>
              {tier !== null && (
                <span className={styles["tier"]}>
                  <Badge tone={TIER_TONES[tier]}>{t(`evaluate:seedWeights.tier.${tier}`)}</Badge>
                </span>
              )}
              <span
                className={styles["track"]}
                role="img"
                aria-label={t("evaluate:seedWeights.mean", { mean: formatWeight(mean), values })}
                title={t("evaluate:seedWeights.bySeed", { values })}
              >
                <span className={styles["one"]} style={{ left: placeOf(1) }} />
                {bySeed.map((weight, seed) => (
                  <span
                    // biome-ignore lint/suspicious/noArrayIndexKey: a seed is its place
                    key={seed}
                    className={styles["dot"]}
                    style={{ left: placeOf(weight), background: domainColor(slot) }}
                  />
                ))}
                <span className={styles["mean"]} style={{ left: placeOf(mean) }} />
              </span>
              <span className={styles["value"]}>{formatWeight(mean)}</span>
            </li>
          );
        })}
      </ul>
      <p className={styles["note"]}>
        {t("evaluate:seedWeights.about", { scale: formatWeight(scale, 1) })}{" "}
        {hasTiers &&
          t("evaluate:seedWeights.tiers", {
            tiers: TIERS.map((tier) => t(`evaluate:seedWeights.tier.${tier}`)).join(
              t("train:listSeparator"),
            ),
          })}
      </p>
    </>
  );
}
