// How a chain's step logits are made one score, in words; one list for every view.
import type { Aggregation } from "../domain/runConfig.ts";

export const AGGREGATION_NAMES: Readonly<Record<Aggregation, string>> = {
  meanLogit: "Mean logit",
  last: "Last step",
  min: "Lowest step",
  product: "Product",
  meanLogP: "Mean log p",
  logMeanP: "Log mean p",
};
