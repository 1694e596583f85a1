// Figures of a labelling job as the page writes them: tokens, money, the tone of a state.
import type { LabelState } from "../../domain/labelling.ts";
import { t } from "../../strings/strings.ts";
import { formatCount } from "../data/formatNumber.ts";

/** "820", "31 k", "1.2 M". */
export function formatTokens(tokens: number): string {
  if (!Number.isFinite(tokens)) return "–";
  if (tokens < 10_000) return formatCount(Math.round(tokens));
  if (tokens < 999_500) return `${formatCount(Math.round(tokens / 1000))} k`;
  const millions = tokens / 1e6;
  return `${millions < 99.5 ? millions.toFixed(1) : formatCount(Math.round(millions))} M`;
}

/** "$0.85"; a dash where no price is given. What rounds to nothing, but is something, says so. */
export function formatCost(cost: number | null): string {
  if (cost === null || !Number.isFinite(cost)) return "–";
  if (cost > 0 && cost < 0.005) return t("label:job.underCent");
  return `$${cost.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** The tone of a state's badge. */
export const LABEL_STATE_TONES: Readonly<
  Record<LabelState, "neutral" | "accent" | "positive" | "warning" | "negative">
> = {
  empty: "neutral",
  ready: "neutral",
  running: "accent",
  paused: "warning",
  overBudget: "warning",
  failed: "negative",
  done: "positive",
};
