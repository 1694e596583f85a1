// The planted tiers of the built-in suite in words.
import type { Tier } from "../../domain/chain.ts";
import { t } from "../../strings/strings.ts";

export function tierName(tier: Tier): string {
  return t(`race:tiers.${tier}`);
}

/** A domain with its tier, where it has one. */
export function tieredName(name: string, tier: Tier | null): string {
  return tier === null ? name : t("race:tiers.named", { name, tier: tierName(tier) });
}
