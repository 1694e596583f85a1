// An engine that computes every batch in parts, one after the other, so that only a part's activations are
// in memory at a time. Losses and gradients are those of the whole batch, to rounding.
import type { PrmEngine } from "./prmEngine.ts";

/** A train batch in parts, and what share of its items each holds. */
export interface TrainParts<B> {
  parts: { batch: B; share: number }[];
}

/** A meta batch in parts: chains first .. end of the whole. */
export interface MetaParts<M> {
  chainIndices: Int32Array;
  parts: { batch: M; first: number; end: number }[];
}

/** The places first .. end of `count` things in as many parts as there are, as alike as can be. */
function split(count: number, parts: number): { first: number; end: number }[] {
  const made = Math.max(1, Math.min(parts, count));
  return Array.from({ length: made }, (_, i) => ({
    first: Math.floor((i * count) / made),
    end: Math.floor(((i + 1) * count) / made),
  }));
}

/**
 * parts: 2 or more; a batch of fewer things has as many as it has things. The lower loss is a mean over
 * items, so that its parts add up by their shares. The meta loss looks at all chains at once: their logits are
 * computed part by part, then the loss of all, then the gradient part by part, with a forward pass more.
 * Throws Error where the engine cannot take the meta loss in halves.
 */
export function microBatched<V, S, B, M>(
  engine: PrmEngine<V, S, B, M>,
  parts: number,
): PrmEngine<V, S, TrainParts<B>, MetaParts<M>> {
  const { space, chains } = engine;
  if (!chains) throw new Error("this engine cannot compute its batches in parts");

  /** Σ of what each part makes; what a part needs is freed before the next one begins. */
  function sum<P>(list: readonly P[], make: (part: P) => V): V {
    return space.scope(() => {
      let total: V | null = null;
      for (const part of list) {
        const before: V | null = total;
        total = space.scope((): V => {
          const made = make(part);
          return before === null ? made : space.add(before, made);
        });
        if (before !== null) space.dispose(before);
      }
      return total!;
    });
  }

  function chainLogits(params: V, { parts: list }: MetaParts<M>): V {
    return space.concat(list.map(({ batch }) => chains!.logits(params, batch)));
  }

  return {
    space,
    domainCount: engine.domainCount,
    paramCount: engine.paramCount,

    trainBatch: (items) => ({
      parts: split(items.length, parts).map(({ first, end }) => ({
        batch: engine.trainBatch(items.subarray(first, end)),
        share: (end - first) / items.length,
      })),
    }),

    metaBatch: (chainIndices) => ({
      chainIndices,
      parts: split(chainIndices.length, parts).map(({ first, end }) => ({
        batch: engine.metaBatch(chainIndices.subarray(first, end)),
        first,
        end,
      })),
    }),

    lowerGradient: (params, { parts: list }, weights) =>
      space.scope(() => {
        // One vector of both, so that both are summed in one go.
        const { paramCount, domainCount } = engine;
        const both = sum(list, ({ batch, share }) => {
          const { gradient, domainLosses } = engine.lowerGradient(params, batch, weights);
          return space.scale(space.concat([gradient, domainLosses]), share);
        });
        return {
          gradient: space.slice(both, 0, paramCount),
          domainLosses: space.slice(both, paramCount, paramCount + domainCount),
        };
      }),

    domainLosses: (params, { parts: list }) =>
      sum(list, ({ batch, share }) => space.scale(engine.domainLosses(params, batch), share)),

    metaGradient: (params, batch) =>
      space.scope(() => {
        const { loss, slopes } = chains.loss(chainLogits(params, batch), batch.chainIndices);
        const gradient = sum(batch.parts, (part) =>
          chains.gradient(params, part.batch, space.slice(slopes, part.first, part.end)),
        );
        return { gradient, loss };
      }),

    metaLoss: (params, batch) =>
      space.scope(() => chains.loss(chainLogits(params, batch), batch.chainIndices).loss),

    adamW: (state, gradient, hyper) => engine.adamW(state, gradient, hyper),
  };
}
