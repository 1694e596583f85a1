// The upper loss of a batch of chains from the flat list of their step logits: the logits laid out as a
// padded grid, aggregated, judged, and the gradient brought back to the list. One for every encoder.
import * as tf from "@tensorflow/tfjs-core";
import type { Aggregation, MetaLoss } from "../../domain/runConfig.ts";
import { baseRateLogit } from "../prm/metaLoss.ts";
import { paddedSize } from "./csr.ts";
import { aggregateChains, type ChainGrid } from "./tfAggregate.ts";
import { type ChainLabels, deviceMetaLoss } from "./tfMetaLoss.ts";

/** C chains of at most W steps; R step logits, padding included, the chains' one after the other. */
export interface ChainGridTensors {
  /** R */
  count: number;
  chains: Omit<ChainGrid, "logits">;
  /** Number of the step logit of each cell of the grid, [C·W]; 0 where padded. */
  logitOfCell: tf.Tensor1D;
  /** Cell of each step logit, [R]; 0 where padded. */
  cellOfLogit: tf.Tensor1D;
  /** 1 for a real step logit, 0 where padded, [R]. */
  isReal: tf.Tensor1D;
  labels: ChainLabels;
}

/** What a grid needs to know of a meta set, whatever its encoder. */
interface ChainSteps {
  /** [chains + 1] */
  chainStart: Int32Array;
  /** [chains] */
  isCorrect: Float32Array;
}

/**
 * Steps of the longest chain of the set, at least two (oneHot takes no fewer): grids of one width keep
 * shapes, and so device buffers, few.
 */
export function gridWidthOf({ chainStart, isCorrect }: ChainSteps): number {
  let longest = 2;
  for (let c = 0; c < isCorrect.length; c++) {
    longest = Math.max(longest, chainStart[c + 1]! - chainStart[c]!);
  }
  return longest;
}

/** The grid of the listed chains (repeats allowed). Throws RangeError for a chain without steps. */
export function chainGridTensors(
  meta: ChainSteps,
  chainIndices: Int32Array,
  gridWidth: number,
): ChainGridTensors {
  const chains = chainIndices.length;
  const cells: number[] = [];
  const logitOfCell = new Int32Array(chains * gridWidth);
  const mask = new Float32Array(chains * gridWidth);
  const last = new Float32Array(chains * gridWidth);
  const inverseLength = new Float32Array(chains);
  const isCorrect = Float32Array.from(chainIndices, (chain) => meta.isCorrect[chain]!);
  chainIndices.forEach((chain, c) => {
    const length = meta.chainStart[chain + 1]! - meta.chainStart[chain]!;
    if (length <= 0) throw new RangeError(`meta chain ${chain} has no steps`);
    inverseLength[c] = 1 / length;
    for (let step = 0; step < length; step++) {
      const cell = c * gridWidth + step;
      logitOfCell[cell] = cells.length;
      mask[cell] = 1;
      cells.push(cell);
    }
    last[c * gridWidth + length - 1] = 1;
  });
  const count = paddedSize(cells.length);
  const cellOfLogit = new Int32Array(count);
  cellOfLogit.set(cells);
  const grid: [number, number] = [chains, gridWidth];
  return {
    count,
    chains: {
      mask: tf.tensor2d(mask, grid),
      last: tf.tensor2d(last, grid),
      inverseLength: tf.tensor2d(inverseLength, [chains, 1]),
    },
    logitOfCell: tf.tensor1d(logitOfCell, "int32"),
    cellOfLogit: tf.tensor1d(cellOfLogit, "int32"),
    isReal: tf.tensor1d(new Float32Array(count).fill(1, 0, cells.length)),
    labels: chainLabels(isCorrect),
  };
}

/** a, [C], of step logits z, [R], and the way back from dL/da, [C], to dL/dz, [R]; 0 where padded. */
export function gridLogits(
  aggregation: Aggregation,
  grid: ChainGridTensors,
  stepLogits: tf.Tensor1D,
): { chainLogits: tf.Tensor2D; backward: (chainSlopes: tf.Tensor) => tf.Tensor1D } {
  const { mask } = grid.chains;
  const logits = tf.reshape(tf.gather(stepLogits, grid.logitOfCell), mask.shape) as tf.Tensor2D;
  const { chainLogits, slopes } = aggregateChains(aggregation, { ...grid.chains, logits });
  return {
    chainLogits,
    backward: (chainSlopes) => {
      const cells = tf.reshape(tf.mul(slopes, tf.reshape(chainSlopes, chainLogits.shape)), [-1]);
      return tf.mul(tf.gather(cells, grid.cellOfLogit), grid.isReal) as tf.Tensor1D;
    },
  };
}

/** L_meta of the logits a, [C], of these chains, and dL_meta/da, [C]. */
export function lossOfChains(
  metaLoss: MetaLoss,
  chainLogits: tf.Tensor1D,
  { isCorrect: known }: ChainSteps,
  chainIndices: Int32Array,
): { loss: tf.Scalar; slopes: tf.Tensor1D } {
  const labels = chainLabels(Float32Array.from(chainIndices, (chain) => known[chain]!));
  const column = tf.reshape(chainLogits, [chainIndices.length, 1]) as tf.Tensor2D;
  const { loss, gradient } = deviceMetaLoss(metaLoss, column, labels);
  return { loss, slopes: tf.reshape(gradient, [chainIndices.length]) as tf.Tensor1D };
}

function chainLabels(isCorrect: Float32Array): ChainLabels {
  const correct = isCorrect.reduce((sum, y) => sum + y, 0);
  return {
    isCorrect: tf.tensor2d(isCorrect, [isCorrect.length, 1]),
    baseRateLogit: baseRateLogit(isCorrect),
    pairCount: correct * (isCorrect.length - correct),
  };
}

export interface GridLoss {
  loss: tf.Scalar;
  /** dL/dz of the step logits, [R]; 0 where padded. */
  logitGradient(): tf.Tensor1D;
}

/** L_meta of step logits z, [R]. */
export function gridMetaLoss(
  upper: { metaLoss: MetaLoss; aggregation: Aggregation },
  grid: ChainGridTensors,
  stepLogits: tf.Tensor1D,
): GridLoss {
  const { chainLogits, backward } = gridLogits(upper.aggregation, grid, stepLogits);
  const { loss, gradient } = deviceMetaLoss(upper.metaLoss, chainLogits, grid.labels);
  return { loss, logitGradient: () => backward(gradient) };
}
