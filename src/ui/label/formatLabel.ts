// Figures of a labelling job as the page writes them: tokens, money, the state in a word.
import type { LabelState } from "../../domain/labelling.ts";
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
  if (cost > 0 && cost < 0.005) return "under $0.01";
  return `$${cost.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** A state in a word, and the tone of its badge. */
export const LABEL_STATE_WORDS: Record<
  LabelState,
  { word: string; tone: "neutral" | "accent" | "positive" | "warning" | "negative" }
> = {
  empty: { word: "no questions yet", tone: "neutral" },
  ready: { word: "ready", tone: "neutral" },
  running: { word: "labelling", tone: "accent" },
  paused: { word: "paused", tone: "warning" },
  overBudget: { word: "budget reached", tone: "warning" },
  failed: { word: "stopped by an error", tone: "negative" },
  done: { word: "done", tone: "positive" },
};
