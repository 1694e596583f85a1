// --set with lists of values: every combination becomes a variant of the config.
import { StudioError } from "../src/base/errors.ts";
import type { RunConfig } from "../src/domain/runConfig.ts";
import type { StudyVariant } from "../src/domain/study.ts";
import { parseValues, sweepVariants } from "../src/domain/sweep.ts";
import { keyFault, OPEN_RECORD } from "./configSettings.ts";

/** More combinations than this are a slip. */
const MOST_VARIANTS = 500;

export interface SweptSetting {
  key: string;
  /** As typed, commas and all. */
  values: string;
}

/**
 * Tells settings with one value from those with a list. A value is a list where it holds a comma, unless it
 * is JSON as a whole or begins as an object or array does: `--set fixedWeights={"a":1,"b":2}` is one value.
 * Keys are never split: a domain's name may hold commas.
 */
export function splitSettings(settings: readonly string[]): {
  single: string[];
  swept: SweptSetting[];
} {
  const single: string[] = [];
  const swept: SweptSetting[] = [];
  for (const setting of settings) {
    const equals = setting.indexOf("=");
    const values = setting.slice(equals + 1).trim();
    if (equals < 1 || !values.includes(",") || /^[[{"]/.test(values)) single.push(setting);
    else swept.push({ key: setting.slice(0, equals).trim(), values });
  }
  return { single, swept };
}

/**
 * Every combination of the swept values, the last key varying fastest; the config alone where nothing is
 * swept. What is wrong is added to `problems`.
 */
export function sweepCombinations(
  config: RunConfig,
  swept: readonly SweptSetting[],
  problems: string[],
): StudyVariant[] {
  const faults = new Set<string>();
  let variants: StudyVariant[] = [{ label: "", config, responses: "steps" }];
  for (const { key, values } of swept) {
    const isOpen = key.startsWith(`${OPEN_RECORD}.`);
    const fault = isOpen ? "give one weight; weights are not swept" : keyFault(key);
    if (fault !== null) {
      faults.add(`--set ${key}=${values}: ${fault}`);
      continue;
    }
    const entries = attempt(() => parseValues(values, key), key, values, faults) ?? [];
    const combined = variants.flatMap((variant) =>
      // One by one, so that each value at fault is named.
      entries.flatMap((value) =>
        (attempt(() => sweepVariants(variant.config, key, [value]), key, values, faults) ?? []).map(
          (next) => ({
            ...next,
            label: [variant.label, next.label].filter(Boolean).join(", "),
          }),
        ),
      ),
    );
    if (combined.length > MOST_VARIANTS) {
      faults.add(`--set: ${combined.length} combinations are more than ${MOST_VARIANTS}`);
    } else if (combined.length > 0) variants = combined;
  }
  problems.push(...faults);
  return swept.length > 0 ? variants : variants.map((only) => ({ ...only, label: config.mode }));
}

function attempt<T>(work: () => T, key: string, values: string, faults: Set<string>): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    faults.add(`--set ${key}=${values}: ${error.message}`);
    return null;
  }
}
