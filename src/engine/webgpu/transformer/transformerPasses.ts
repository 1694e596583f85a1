// The transformer's forward and backward pass as recorded dispatches. Activations are [tokens, ·],
// row-major, the batch's sequences packed one after the other. What the way back needs is kept in
// `Activations`; buffers go back to the pool as soon as nothing reads them any more.
import type { ParameterBlock, TransformerLayout } from "../../prm/layout.ts";
import { MLP_FACTOR } from "../../prm/layout.ts";
import {
  type GpuRecorder,
  type GpuVector,
  type KernelSource,
  workgroupsFor,
} from "../gpuRecorder.ts";
import type { GpuScopes } from "../gpuSpace.ts";
import { attentionKernels } from "./attentionKernels.ts";
import { rotaryTable } from "./headLoops.ts";
import { matMulKernels } from "./matMulKernels.ts";
import { normKernels } from "./normKernels.ts";
import { partialKernels, partialLayout, SUM_PARTIALS } from "./partialGradient.ts";
import type { SequenceBatch } from "./sequenceBatch.ts";
import { TOKENS_A_WORD, tokenKernels } from "./tokenKernels.ts";
import { weightProducts } from "./weightProducts.ts";

interface LayerActivations {
  /** norm(x), [N, d], and 1/deviation, [N], before attention and before the hidden layer. */
  attentionInput: GpuVector;
  attentionInverse: GpuVector;
  /** Queries and keys, turned to their positions, and values, [N, 3d]. */
  qkv: GpuVector;
  /** [N, d] */
  attended: GpuVector;
  /** Log-sum-exp of the scores (.x), [N, heads, 2]. */
  state: GpuVector;
  hiddenInput: GpuVector;
  hiddenInverse: GpuVector;
  /** silu(u) and its slope at u, [N, 4d]. */
  hidden: GpuVector;
  slope: GpuVector;
}

export interface Activations {
  /** z of every score, [R] */
  logits: GpuVector;
  /** norm(x) at the scores, [R, d], and 1/deviation, [R]. */
  scored: GpuVector;
  scoredInverse: GpuVector;
  /** Empty where no gradient will follow. */
  layers: LayerActivations[];
}

export interface TransformerPasses {
  forward(params: GpuVector, batch: SequenceBatch, isKept: boolean): Activations;
  /** ∇_φ from dL/dz of every score, [φ]. Frees what the activations hold. */
  backward(
    params: GpuVector,
    batch: SequenceBatch,
    activations: Activations,
    logitGradient: GpuVector,
  ): GpuVector;
  /** dL_tr/dz under weights α, [R]. */
  lowerSlope(batch: SequenceBatch, logits: GpuVector, weights: GpuVector): GpuVector;
  /** ℓ_k, [K] */
  domainLosses(batch: SequenceBatch, logits: GpuVector, domainCount: number): GpuVector;
}

/** longest: tokens of the longest sequence. hasQuads: see quadLoads.ts. */
export function transformerPasses(
  recorder: GpuRecorder,
  scopes: GpuScopes,
  layout: TransformerLayout,
  longest: number,
  hasQuads: boolean,
): TransformerPasses {
  const { width, heads, vocabulary } = layout.encoder;
  const hiddenWidth = MLP_FACTOR * width;
  const { begin: partialBegin, stride } = partialLayout(layout);
  const partials = partialKernels(layout, { begin: partialBegin, stride });
  const matMul = matMulKernels(hasQuads);
  const attention = attentionKernels(layout, hasQuads);
  const norms = normKernels(layout);
  const tokens = tokenKernels(layout);
  const rope = recorder.upload(rotaryTable(longest, width / heads));
  const partialShape = recorder.upload(Uint32Array.of(stride / 4, partialBegin / 4));
  const { shape, multiply, multiplyTransposed, weightGradient } = weightProducts(
    recorder,
    matMul,
    partialBegin,
    stride,
  );

  function run(kernel: KernelSource, vectors: readonly GpuVector[], invocations: number): void {
    recorder.dispatch(kernel, vectors, workgroupsFor(invocations));
  }

  function norm(batch: SequenceBatch, x: GpuVector): { normed: GpuVector; inverse: GpuVector } {
    const normed = scopes.allocate(batch.tokenRoom * width);
    const inverse = scopes.allocate(batch.tokenRoom);
    run(norms.norm, [batch.upload, x, normed, inverse], batch.tokens);
    return { normed, inverse };
  }

  /** One layer on x in place; gives what a way back needs, or nothing. */
  function forwardLayer(
    params: GpuVector,
    batch: SequenceBatch,
    x: GpuVector,
    layer: TransformerLayout["layers"][number],
    isKept: boolean,
  ): LayerActivations[] {
    const { tokens: count, tokenRoom: room } = batch;
    const first = norm(batch, x);
    const qkv = scopes.allocate(room * 3 * width);
    multiply(matMul.store, params, batch, layer.queryKeyValue, first.normed, qkv);
    run(attention.rotate, [batch.upload, batch.place, rope, qkv], count * 2 * heads);
    const attended = scopes.allocate(room * width);
    const state = scopes.allocate(room * heads * 2);
    run(
      attention.forward,
      [batch.upload, batch.place, qkv, attended, state],
      attention.invocations(count),
    );
    multiply(matMul.add, params, batch, layer.attentionOutput, attended, x);
    const second = norm(batch, x);
    const hidden = scopes.allocate(room * hiddenWidth);
    if (!isKept) {
      multiply(matMul.silu, params, batch, layer.up, second.normed, hidden);
      multiply(matMul.add, params, batch, layer.down, hidden, x);
      const { normed, inverse } = second;
      for (const v of [first.normed, first.inverse, qkv, attended, state, normed, inverse, hidden])
        scopes.free(v);
      return [];
    }
    const slope = scopes.allocate(room * hiddenWidth);
    multiply(matMul.siluAndSlope, params, batch, layer.up, second.normed, hidden, slope);
    multiply(matMul.add, params, batch, layer.down, hidden, x);
    return [
      {
        attentionInput: first.normed,
        attentionInverse: first.inverse,
        qkv,
        attended,
        state,
        hiddenInput: second.normed,
        hiddenInverse: second.inverse,
        hidden,
        slope,
      },
    ];
  }

  /** dL/dx behind the layer → dL/dx before it, in place; the layer's partial gradients on the way. */
  function backwardLayer(
    params: GpuVector,
    batch: SequenceBatch,
    dx: GpuVector,
    layer: TransformerLayout["layers"][number],
    kept: LayerActivations,
    partial: GpuVector,
  ): void {
    const { tokens: count, tokenRoom: room } = batch;
    const transposed = (
      kernel: KernelSource,
      block: ParameterBlock,
      d: GpuVector,
      out: GpuVector,
    ) => multiplyTransposed(kernel, params, batch, block, d, out);
    const normBackward = (normed: GpuVector, inverse: GpuVector, d: GpuVector) =>
      run(norms.normBackward, [batch.upload, normed, inverse, d, dx], count);

    weightGradient(batch, layer.down, kept.hidden, dx, partial);
    transposed(matMul.multiplyTransposed, layer.down, dx, kept.slope);
    weightGradient(batch, layer.up, kept.hiddenInput, kept.slope, partial);
    const narrow = scopes.allocate(room * width);
    transposed(matMul.storeTransposed, layer.up, kept.slope, narrow);
    normBackward(kept.hiddenInput, kept.hiddenInverse, narrow);

    weightGradient(batch, layer.attentionOutput, kept.attended, dx, partial);
    transposed(matMul.storeTransposed, layer.attentionOutput, dx, narrow);
    const qkvGradient = scopes.allocate(room * 3 * width);
    run(
      attention.backwardQuery,
      [batch.upload, batch.place, rope, kept.qkv, kept.attended, narrow, kept.state, qkvGradient],
      attention.invocations(count),
    );
    run(
      attention.backwardKeyValue,
      [batch.upload, batch.place, rope, kept.qkv, narrow, kept.state, qkvGradient],
      attention.invocations(count),
    );
    weightGradient(batch, layer.queryKeyValue, kept.attentionInput, qkvGradient, partial);
    transposed(matMul.storeTransposed, layer.queryKeyValue, qkvGradient, narrow);
    normBackward(kept.attentionInput, kept.attentionInverse, narrow);
    for (const vector of [...Object.values(kept), narrow, qkvGradient]) scopes.free(vector);
  }

  return {
    forward(params, batch, isKept) {
      const x = scopes.allocate(batch.tokenRoom * width);
      run(
        tokens.embed,
        [batch.upload, batch.place, batch.surprisal, params, x],
        (batch.tokens * width) / 4,
      );
      const layers = layout.layers.flatMap((layer) =>
        forwardLayer(params, batch, x, layer, isKept),
      );
      const scored = scopes.allocate(batch.scoreRoom * width);
      const scoredInverse = scopes.allocate(batch.scoreRoom);
      const logits = scopes.allocate(batch.scoreRoom);
      run(
        norms.score,
        [batch.upload, batch.scored, params, x, scored, scoredInverse, logits],
        batch.scores,
      );
      scopes.free(x);
      return { logits, scored, scoredInverse, layers };
    },

    backward(params, batch, { scored, scoredInverse, layers }, logitGradient) {
      const partial = scopes.allocate(batch.splits * stride);
      const dx = scopes.allocate(batch.tokenRoom * width);
      run(
        partials.score,
        [batch.upload, scored, logitGradient, partial],
        (batch.splits * width) / 4,
      );
      run(
        norms.scoreBackward,
        [batch.upload, batch.place, params, scored, scoredInverse, logitGradient, dx],
        batch.tokens,
      );
      for (let l = layers.length - 1; l >= 0; l--) {
        backwardLayer(params, batch, dx, layout.layers[l]!, layers[l]!, partial);
      }
      run(
        partials.surprisal,
        [batch.upload, dx, batch.surprisal, partial],
        (batch.splits * width) / 4,
      );
      const gradient = scopes.allocate(layout.size);
      const masks = scopes.allocate((vocabulary * batch.tokenRoom) / TOKENS_A_WORD);
      run(tokens.clearMasks, [masks], masks.buffer.size / 4);
      run(tokens.markMasks, [batch.upload, batch.place, masks], batch.tokens);
      run(tokens.tableGradient, [batch.upload, masks, dx, gradient], tokens.tableInvocations);
      run(SUM_PARTIALS, [batch.upload, partialShape, partial, gradient], stride / 4);
      for (const vector of [partial, dx, masks, scored, scoredInverse]) scopes.free(vector);
      return gradient;
    },

    lowerSlope(batch, logits, weights) {
      const logitGradient = scopes.allocate(batch.scoreRoom);
      run(
        norms.lowerSlope,
        [batch.upload, batch.scored, logits, weights, logitGradient],
        batch.scores,
      );
      return logitGradient;
    },

    domainLosses(batch, logits, domainCount) {
      const losses = scopes.allocate(domainCount);
      const domains = shape(`domains ${domainCount}`, () => Uint32Array.of(domainCount));
      run(norms.domainLosses, [batch.upload, batch.scored, logits, domains, losses], domainCount);
      return losses;
    },
  };
}
