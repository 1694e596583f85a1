// What the form knows of a field of the config, and of a group of fields.
import type { EncoderKind } from "../../domain/encoderDefaults.ts";

interface FieldText {
  /** Dotted path in the config. */
  path: string;
  label: string;
  symbol?: string;
  explanation: string;
}

export interface NumberFieldText extends FieldText {
  kind: "number";
  /** What an empty field means; fields without it must be filled. */
  emptyMeaning?: string;
}

export interface ChoiceFieldText extends FieldText {
  kind: "choice";
  options: readonly { value: string; label: string }[];
}

/** Yes or no, each in words. */
export interface FlagFieldText extends FieldText {
  kind: "flag";
  yes: string;
  no: string;
}

/** One of the feature sets that are there. */
export interface FeatureSetFieldText extends FieldText {
  kind: "featureSet";
}

export type ConfigField = NumberFieldText | ChoiceFieldText | FlagFieldText | FeatureSetFieldText;

export interface ConfigGroup {
  title: string;
  /** Shown without being opened. */
  isBasic: boolean;
  fields: readonly ConfigField[];
}

/** What an explanation calls the items of a training batch. */
export const ITEMS: Record<EncoderKind, string> = {
  lexical: "rows (step prefixes)",
  transformer: "chains",
  frozen: "rows (step prefixes)",
};

/** The choices of a field with their labels. */
export function options<V extends string>(values: readonly V[], labels: Record<V, string>) {
  return values.map((value) => ({ value, label: labels[value] }));
}
