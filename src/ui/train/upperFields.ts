// The form's fields of the upper level: what learns the domain weights.
import type { EncoderKind } from "../../domain/encoderDefaults.ts";
import {
  AGGREGATIONS,
  ESTIMATORS,
  META_LOSSES,
  META_UNITS,
  SCHEDULES,
} from "../../domain/runConfig.ts";
import { t } from "../../strings/strings.ts";
import { type ConfigGroup, itemsOf, options } from "./configField.ts";

/** The groups of the upper level, in the language shown. */
export function upperGroups(kind: EncoderKind): readonly ConfigGroup[] {
  const items = itemsOf(kind);
  return [
    {
      id: "upper",
      title: t("config:groups.upper"),
      isBasic: true,
      fields: [
        {
          kind: "choice",
          path: "upper.estimator",
          guide: "levels",
          label: t("config:fields.upper.estimator.label"),
          symbol: "v",
          explanation: t("config:fields.upper.estimator.explanation"),
          options: options(ESTIMATORS, (value) => t(`config:choices.estimator.${value}`)),
        },
        {
          kind: "choice",
          path: "upper.metaLoss",
          guide: "levels",
          label: t("config:fields.upper.metaLoss.label"),
          symbol: "L_meta",
          explanation: t("config:fields.upper.metaLoss.explanation"),
          options: options(META_LOSSES, (value) => t(`config:choices.metaLoss.${value}`)),
        },
        {
          kind: "choice",
          path: "upper.aggregation",
          guide: "prm",
          label: t("config:fields.upper.aggregation.label"),
          symbol: "A",
          explanation: t("config:fields.upper.aggregation.explanation"),
          options: options(AGGREGATIONS, (value) => t(`config:choices.aggregation.${value}`)),
        },
        {
          kind: "number",
          path: "upper.learningRate",
          guide: "levels",
          label: t("config:fields.upper.learningRate.label"),
          explanation: t("config:fields.upper.learningRate.explanation"),
        },
        {
          kind: "number",
          path: "upper.unroll",
          guide: "levels",
          label: t("config:fields.upper.unroll.label"),
          symbol: "U",
          explanation: t("config:fields.upper.unroll.explanation"),
        },
      ],
    },
    {
      id: "upperAdvanced",
      title: t("config:groups.upperAdvanced"),
      isBasic: false,
      fields: [
        {
          kind: "number",
          path: "upper.warmupSteps",
          guide: "levels",
          label: t("config:fields.upper.warmupSteps.label"),
          explanation: t("config:fields.upper.warmupSteps.explanation"),
        },
        {
          kind: "choice",
          path: "upper.schedule",
          guide: "levels",
          label: t("config:fields.upper.schedule.label"),
          explanation: t("config:fields.upper.schedule.explanation"),
          options: options(SCHEDULES, (value) => t(`config:choices.schedule.${value}`)),
        },
        {
          kind: "number",
          path: "upper.metaBatchSize",
          guide: "levels",
          label: t("config:fields.upper.metaBatchSize.label"),
          explanation: t("config:fields.upper.metaBatchSize.explanation"),
        },
        {
          kind: "number",
          path: "upper.trainBatchSize",
          guide: "levels",
          label: t("config:fields.upper.trainBatchSize.label"),
          explanation: t("config:fields.upper.trainBatchSize.explanation", { items }),
        },
        {
          kind: "number",
          path: "upper.hessianBatchSize",
          guide: "levels",
          label: t("config:fields.upper.hessianBatchSize.label"),
          symbol: "H",
          explanation: t("config:fields.upper.hessianBatchSize.explanation", { items }),
        },
        {
          kind: "choice",
          path: "upper.metaUnit",
          guide: "levels",
          label: t("config:fields.upper.metaUnit.label"),
          explanation: t("config:fields.upper.metaUnit.explanation"),
          options: options(META_UNITS, (value) => t(`config:choices.metaUnit.${value}`)),
        },
        {
          kind: "number",
          path: "upper.probeRadius",
          guide: "levels",
          label: t("config:fields.upper.probeRadius.label"),
          symbol: "R",
          explanation: t("config:fields.upper.probeRadius.explanation"),
        },
        {
          kind: "number",
          path: "upper.damping",
          guide: "levels",
          label: t("config:fields.upper.damping.label"),
          symbol: "λ",
          explanation: t("config:fields.upper.damping.explanation"),
        },
        {
          kind: "number",
          path: "upper.terms",
          guide: "levels",
          label: t("config:fields.upper.terms.label"),
          explanation: t("config:fields.upper.terms.explanation"),
        },
        {
          kind: "number",
          path: "upper.beta1",
          guide: "levels",
          label: t("config:fields.upper.beta1.label"),
          symbol: "β₁",
          explanation: t("config:fields.upper.beta1.explanation"),
        },
        {
          kind: "number",
          path: "upper.beta2",
          guide: "levels",
          label: t("config:fields.upper.beta2.label"),
          symbol: "β₂",
          explanation: t("config:fields.upper.beta2.explanation"),
        },
        {
          kind: "number",
          path: "upper.shrinkage",
          guide: "caution",
          label: t("config:fields.upper.shrinkage.label"),
          explanation: t("config:fields.upper.shrinkage.explanation"),
        },
        {
          kind: "number",
          path: "upper.cosineEvery",
          guide: "weights",
          label: t("config:fields.upper.cosineEvery.label"),
          explanation: t("config:fields.upper.cosineEvery.explanation"),
        },
      ],
    },
  ];
}
