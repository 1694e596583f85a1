// The form's fields of each encoder.
import { type EncoderKind, HEAD_KINDS } from "../../domain/encoderDefaults.ts";
import { t } from "../../strings/strings.ts";
import { type ConfigField, type FlagFieldText, options } from "./configField.ts";

/** Of the encoders that look at images themselves. */
const blind = (): FlagFieldText => ({
  kind: "flag",
  path: "encoder.blind",
  guide: "data",
  label: t("config:fields.encoder.blind.label"),
  explanation: t("config:fields.encoder.blind.explanation"),
  no: t("config:choices.images.shown"),
  yes: t("config:choices.images.hidden"),
});

const FIELDS: Record<EncoderKind, () => readonly ConfigField[]> = {
  lexical: () => [
    {
      kind: "number",
      path: "encoder.buckets",
      guide: "prm",
      label: t("config:fields.encoder.buckets.label"),
      explanation: t("config:fields.encoder.buckets.explanation"),
    },
    {
      kind: "number",
      path: "encoder.embedding",
      guide: "prm",
      label: t("config:fields.encoder.embedding.label"),
      explanation: t("config:fields.encoder.embedding.explanation"),
    },
    {
      kind: "number",
      path: "encoder.hidden",
      guide: "prm",
      label: t("config:fields.encoder.hidden.label"),
      explanation: t("config:fields.encoder.hidden.explanation"),
    },
    blind(),
  ],
  transformer: () => [
    {
      kind: "number",
      path: "encoder.vocabulary",
      guide: "prm",
      label: t("config:fields.encoder.vocabulary.label"),
      explanation: t("config:fields.encoder.vocabulary.explanation"),
    },
    {
      kind: "number",
      path: "encoder.layers",
      guide: "prm",
      label: t("config:fields.encoder.layers.label"),
      symbol: "L",
      explanation: t("config:fields.encoder.layers.explanation"),
    },
    {
      kind: "number",
      path: "encoder.width",
      guide: "prm",
      label: t("config:fields.encoder.width.label"),
      symbol: "d",
      explanation: t("config:fields.encoder.width.explanation"),
    },
    {
      kind: "number",
      path: "encoder.heads",
      guide: "prm",
      label: t("config:fields.encoder.heads.label"),
      explanation: t("config:fields.encoder.heads.explanation"),
    },
    {
      kind: "number",
      path: "encoder.context",
      guide: "prm",
      label: t("config:fields.encoder.context.label"),
      explanation: t("config:fields.encoder.context.explanation"),
    },
    {
      kind: "number",
      path: "encoder.languageModel.steps",
      guide: "prm",
      label: t("config:fields.encoder.languageModel.steps.label"),
      explanation: t("config:fields.encoder.languageModel.steps.explanation"),
    },
    blind(),
  ],
  frozen: () => [
    {
      kind: "choice",
      path: "encoder.head",
      guide: "features",
      label: t("config:fields.encoder.head.label"),
      explanation: t("config:fields.encoder.head.explanation"),
      options: options(HEAD_KINDS, (value) => t(`config:choices.head.${value}`)),
    },
    {
      kind: "number",
      path: "encoder.hidden",
      guide: "prm",
      label: t("config:fields.encoder.hidden.label"),
      explanation: t("config:fields.encoder.hidden.ofHead"),
    },
    {
      kind: "number",
      path: "encoder.projection",
      guide: "features",
      label: t("config:fields.encoder.projection.label"),
      symbol: "r",
      explanation: t("config:fields.encoder.projection.explanation"),
    },
  ],
};

/** The fields of an encoder, in the language shown. */
export function encoderFields(kind: EncoderKind): readonly ConfigField[] {
  return FIELDS[kind]();
}
