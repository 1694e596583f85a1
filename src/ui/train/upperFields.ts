// The form's fields of the upper level: what learns the domain weights.
import type { EncoderKind } from "../../domain/encoderDefaults.ts";
import {
  AGGREGATIONS,
  ESTIMATORS,
  META_LOSSES,
  META_UNITS,
  SCHEDULES,
} from "../../domain/runConfig.ts";
import { type ConfigGroup, ITEMS, options } from "./configField.ts";

export const upperGroups = (kind: EncoderKind): readonly ConfigGroup[] => [
  {
    title: "Upper level",
    isBasic: true,
    fields: [
      {
        kind: "choice",
        path: "upper.estimator",
        label: "Estimator",
        symbol: "v",
        explanation: "How the hypergradient approximates H⁻¹ ∇L_meta.",
        options: options(ESTIMATORS, {
          tracked: "tracked",
          darts: "DARTS",
          dartsPreconditioned: "DARTS + precond.",
          unroll: "one-step unroll",
          neumann: "Neumann",
          cg: "CG",
        }),
      },
      {
        kind: "choice",
        path: "upper.metaLoss",
        label: "Meta loss",
        symbol: "L_meta",
        explanation: "What chain scores are held to on the meta set.",
        options: options(META_LOSSES, {
          standardized: "standardized",
          centered: "centered MSE",
          mse: "MSE (paper)",
          pairwise: "pairwise",
        }),
      },
      {
        kind: "choice",
        path: "upper.aggregation",
        label: "Aggregation",
        symbol: "A",
        explanation: "Makes one chain score of the step logits.",
        options: options(AGGREGATIONS, {
          meanLogit: "mean logit",
          last: "last step",
          min: "minimum",
          product: "product",
          meanLogP: "mean log p",
          logMeanP: "log mean p",
        }),
      },
      {
        kind: "number",
        path: "upper.learningRate",
        label: "Learning rate",
        explanation: "Adam's, on the raw weights r.",
      },
      {
        kind: "number",
        path: "upper.unroll",
        label: "Unroll",
        symbol: "U",
        explanation: "Lower steps between two upper steps.",
      },
    ],
  },
  {
    title: "Upper level, advanced",
    isBasic: false,
    fields: [
      {
        kind: "number",
        path: "upper.warmupSteps",
        label: "Warm-up",
        explanation: "Lower steps before the first upper step.",
      },
      {
        kind: "choice",
        path: "upper.schedule",
        label: "Schedule",
        explanation: "Of the upper learning rate; cosine falls to 0.",
        options: options(SCHEDULES, { cosine: "cosine", constant: "constant" }),
      },
      {
        kind: "number",
        path: "upper.metaBatchSize",
        label: "Meta batch",
        explanation: "Whole chains of the meta set an upper step.",
      },
      {
        kind: "number",
        path: "upper.trainBatchSize",
        label: "Train batch",
        explanation: `Training ${ITEMS[kind]} on which h_k of every domain is measured.`,
      },
      {
        kind: "number",
        path: "upper.hessianBatchSize",
        label: "Hessian batch",
        symbol: "H",
        explanation: `Training ${ITEMS[kind]} of each Hessian-vector product.`,
      },
      {
        kind: "choice",
        path: "upper.metaUnit",
        label: "Meta unit",
        explanation:
          "What the meta loss judges by the answer: chains (the paper's), or each step alone.",
        options: options(META_UNITS, { chain: "whole chain", step: "single step" }),
      },
      {
        kind: "number",
        path: "upper.probeRadius",
        label: "Probe radius",
        symbol: "R",
        explanation: "Length of the finite difference, ε = R/‖v‖.",
      },
      {
        kind: "number",
        path: "upper.damping",
        label: "Damping",
        symbol: "λ",
        explanation: "Of the tracked and CG estimators.",
      },
      {
        kind: "number",
        path: "upper.terms",
        label: "Terms",
        explanation: "Hessian-vector products an upper step, for Neumann and CG.",
      },
      {
        kind: "number",
        path: "upper.beta1",
        label: "Momentum decay",
        symbol: "β₁",
        explanation: "Adam's mean of hypergradients.",
      },
      {
        kind: "number",
        path: "upper.beta2",
        label: "Variance decay",
        symbol: "β₂",
        explanation: "Adam's mean of squared hypergradients.",
      },
      {
        kind: "number",
        path: "upper.shrinkage",
        label: "Shrinkage",
        explanation:
          "Draws what was learned towards 1 where h_k does not stand out from its noise (at 4: |t| < 2 counts 1); from 30 upper steps on; 0: not.",
      },
      {
        kind: "number",
        path: "upper.cosineEvery",
        label: "Cosine every",
        explanation:
          "Upper steps between two measurements of cos(∇ℓ_k, v), shown under Why a weight moved.",
      },
    ],
  },
];
