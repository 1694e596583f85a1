// Named choices of method. A preset decides everything about training but the encoder's kind, which the
// other values depend on.
import type { EncoderKind } from "./encoderDefaults.ts";
import { parseRunConfig, type RunConfig, type RunConfigInput } from "./runConfig.ts";

export const PRESET_NAMES = ["default", "paper"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** Upper steps come three times as often as by default: the cosines are measured as often as there. */
const PAPER_COSINES: Record<EncoderKind, number> = { lexical: 30, transformer: 15, frozen: 30 };

/**
 * The official code draws single items; these are as many as an upper step every five lower ones can
 * look at without costing more than two of them.
 */
const PAPER_BATCHES: Record<EncoderKind, { metaBatchSize: number; trainBatchSize: number }> = {
  lexical: { metaBatchSize: 8, trainBatchSize: 32 },
  transformer: { metaBatchSize: 6, trainBatchSize: 16 },
  frozen: { metaBatchSize: 8, trainBatchSize: 32 },
};

function presetInput(name: PresetName, kind: EncoderKind): RunConfigInput {
  switch (name) {
    case "default":
      return {};
    // The paper's own choices: DARTS, uncentred MSE, upper learning rate .01, U = 5.
    case "paper":
      return {
        upper: {
          estimator: "darts",
          metaLoss: "mse",
          learningRate: 0.01,
          schedule: "constant",
          unroll: 5,
          shrinkage: 0,
          ...PAPER_BATCHES[kind],
          cosineEvery: PAPER_COSINES[kind],
        },
      };
    default:
      return name satisfies never;
  }
}

/** The preset under an encoder of this kind, complete. */
export function presetConfig(name: PresetName, kind: EncoderKind): RunConfig {
  return parseRunConfig({ ...presetInput(name, kind), encoder: { kind } });
}
