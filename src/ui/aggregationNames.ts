// How a chain's step logits are made one score, in words; the same for every view.
import type { Aggregation } from "../domain/runConfig.ts";
import { t } from "../strings/strings.ts";

/** "Mean logit", in the language shown. */
export function aggregationName(aggregation: Aggregation): string {
  return t(`config:aggregations.${aggregation}`);
}
