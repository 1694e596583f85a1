// What the form knows of a field of the config, and of a group of fields.
import type { EncoderKind } from "../../domain/encoderDefaults.ts";
import type { GuideSection } from "../../store/guideSections.ts";
import type config from "../../strings/en/config.ts";
import { t } from "../../strings/strings.ts";

interface FieldText {
  /** Dotted path in the config. */
  path: string;
  label: string;
  symbol?: string;
  explanation: string;
  /** Where the guide tells of it. */
  guide: GuideSection;
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

export type GroupId = keyof typeof config.groups;

export interface ConfigGroup {
  id: GroupId;
  title: string;
  /** Shown without being opened. */
  isBasic: boolean;
  fields: readonly ConfigField[];
}

/** What an explanation calls the items of a training batch. */
export function itemsOf(kind: EncoderKind): string {
  return t(kind === "transformer" ? "config:items.chains" : "config:items.rows");
}

/** The choices of a field with their labels in the language shown. */
export function options<V extends string>(values: readonly V[], labelOf: (value: V) => string) {
  return values.map((value) => ({ value, label: labelOf(value) }));
}
