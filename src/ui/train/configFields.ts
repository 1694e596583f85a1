// Every field of the config as the form shows it: label, the symbol it has in the paper, one line of
// explanation. Limits and messages come from the schema alone. Which fields there are, and what a batch
// is of, depends on the encoder.
import { ENCODER_KINDS, type EncoderKind } from "../../domain/encoderDefaults.ts";
import { BACKENDS, MODES, SCHEDULES, SUITE_VARIANTS } from "../../domain/runConfig.ts";
import { t } from "../../strings/strings.ts";
import { type ConfigGroup, type FeatureSetFieldText, itemsOf, options } from "./configField.ts";
import { encoderFields } from "./encoderFields.ts";
import { upperGroups } from "./upperFields.ts";

/** Beside the encoder itself: without features a head has nothing to be trained on. */
const featureSet = (): FeatureSetFieldText => ({
  kind: "featureSet",
  path: "encoder.features",
  guide: "features",
  label: t("config:fields.encoder.features.label"),
  explanation: t("config:fields.encoder.features.explanation"),
});

/** The form's groups by the encoder that is chosen, in the language shown. */
export function configGroups(kind: EncoderKind): readonly ConfigGroup[] {
  const items = itemsOf(kind);
  return [
    {
      id: "run",
      title: t("config:groups.run"),
      isBasic: true,
      fields: [
        {
          kind: "choice",
          path: "mode",
          guide: "levels",
          label: t("config:fields.mode.label"),
          symbol: "α",
          explanation: t("config:fields.mode.explanation"),
          options: options(MODES, (value) => t(`config:choices.mode.${value}`)),
        },
        {
          kind: "choice",
          path: "encoder.kind",
          guide: "prm",
          label: t("config:fields.encoder.kind.label"),
          explanation: t(`config:fields.encoder.kind.${kind}`),
          options: options(ENCODER_KINDS, (value) => t(`config:choices.encoder.${value}`)),
        },
        ...(kind === "frozen" ? [featureSet()] : []),
        {
          kind: "number",
          path: "seed",
          guide: "train",
          label: t("config:fields.seed.label"),
          explanation: t("config:fields.seed.explanation"),
        },
        {
          kind: "choice",
          path: "backend",
          guide: "train",
          label: t("config:fields.backend.label"),
          explanation: t("config:fields.backend.explanation"),
          options: options(BACKENDS, (value) => t(`config:choices.backend.${value}`)),
        },
      ],
    },
    {
      id: "encoder",
      title: t("config:groups.encoder"),
      isBasic: false,
      fields: encoderFields(kind),
    },
    {
      id: "suite",
      title: t("config:groups.suite"),
      isBasic: false,
      fields: [
        {
          kind: "choice",
          path: "suite.variant",
          guide: "data",
          label: t("config:fields.suite.variant.label"),
          explanation: t("config:fields.suite.variant.explanation"),
          options: options(SUITE_VARIANTS, (value) => t(`config:choices.variant.${value}`)),
        },
        {
          kind: "number",
          path: "suite.seed",
          guide: "data",
          label: t("config:fields.suite.seed.label"),
          explanation: t("config:fields.suite.seed.explanation"),
          emptyMeaning: t("config:fields.suite.seed.empty"),
        },
      ],
    },
    {
      id: "lower",
      title: t("config:groups.lower"),
      isBasic: false,
      fields: [
        {
          kind: "number",
          path: "lower.steps",
          guide: "levels",
          label: t("config:fields.lower.steps.label"),
          explanation: t("config:fields.lower.steps.explanation"),
        },
        {
          kind: "number",
          path: "lower.batchSize",
          guide: "train",
          label: t("config:fields.lower.batchSize.label"),
          explanation: t("config:fields.lower.batchSize.explanation", { items }),
        },
        {
          kind: "number",
          path: "lower.learningRate",
          guide: "levels",
          label: t("config:fields.lower.learningRate.label"),
          symbol: "η",
          explanation: t("config:fields.lower.learningRate.explanation"),
        },
        {
          kind: "number",
          path: "lower.clipNorm",
          guide: "levels",
          label: t("config:fields.lower.clipNorm.label"),
          explanation: t("config:fields.lower.clipNorm.explanation"),
        },
        {
          kind: "choice",
          path: "lower.schedule",
          guide: "levels",
          label: t("config:fields.lower.schedule.label"),
          explanation: t("config:fields.lower.schedule.explanation"),
          options: options(SCHEDULES, (value) => t(`config:choices.schedule.${value}`)),
        },
        {
          kind: "number",
          path: "lower.weightDecay",
          guide: "levels",
          label: t("config:fields.lower.weightDecay.label"),
          explanation: t("config:fields.lower.weightDecay.explanation"),
        },
        {
          kind: "number",
          path: "lower.beta1",
          guide: "levels",
          label: t("config:fields.lower.beta1.label"),
          symbol: "β₁",
          explanation: t("config:fields.lower.beta1.explanation"),
        },
        {
          kind: "number",
          path: "lower.beta2",
          guide: "levels",
          label: t("config:fields.lower.beta2.label"),
          symbol: "β₂",
          explanation: t("config:fields.lower.beta2.explanation"),
        },
        {
          kind: "number",
          path: "lower.epsilon",
          guide: "levels",
          label: t("config:fields.lower.epsilon.label"),
          symbol: "ε",
          explanation: t("config:fields.lower.epsilon.explanation"),
        },
      ],
    },
    ...upperGroups(kind),
    {
      id: "evaluation",
      title: t("config:groups.evaluation"),
      isBasic: false,
      fields: [
        {
          kind: "number",
          path: "evaluation.every",
          guide: "charts",
          label: t("config:fields.evaluation.every.label"),
          explanation: t("config:fields.evaluation.every.explanation"),
        },
        {
          kind: "number",
          path: "evaluation.questions",
          guide: "charts",
          label: t("config:fields.evaluation.questions.label"),
          explanation: t("config:fields.evaluation.questions.explanation"),
        },
        {
          kind: "number",
          path: "heldOut.metaShare",
          guide: "verdict",
          label: t("config:fields.heldOut.metaShare.label"),
          explanation: t("config:fields.heldOut.metaShare.explanation"),
        },
        {
          kind: "number",
          path: "heldOut.shardShare",
          guide: "charts",
          label: t("config:fields.heldOut.shardShare.label"),
          explanation: t("config:fields.heldOut.shardShare.explanation"),
        },
      ],
    },
  ];
}
