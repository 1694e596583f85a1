// The transformer PRM in jax-js: sequences of one length, so that shapes are static and nothing is padded.
import { nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { NORM_EPSILON, ROTARY_BASE } from "../../src/engine/prm/layout.ts";
import type { Problem } from "../problem.ts";
import type { Arrays } from "./jaxAdamW.ts";
import { domainShares, losses } from "./jaxLexical.ts";
import type { JaxModel } from "./jaxSession.ts";

/** Layer norm over the last axis, without gain or bias; consumes x. */
function norm(x: np.Array): np.Array {
  const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
  return centred.div(np.sqrt(variance.add(NORM_EPSILON)));
}

/** [T, h] of cosines and of signed sines, for x·cos + swap(x)·sin. */
function rotaryTables(length: number, headSize: number): { cos: np.Array; sin: np.Array } {
  const half = headSize / 2;
  const cos = new Float32Array(length * headSize);
  const sin = new Float32Array(length * headSize);
  for (let t = 0; t < length; t++) {
    for (let p = 0; p < half; p++) {
      const angle = t * ROTARY_BASE ** (-p / half);
      const at = t * headSize + p;
      cos[at] = cos[at + half] = Math.cos(angle);
      sin[at + half] = Math.sin(angle);
      sin[at] = -Math.sin(angle);
    }
  }
  const shape = [1, length, 1, headSize];
  return { cos: np.array(cos).reshape(shape), sin: np.array(sin).reshape(shape) };
}

export function jaxTransformer(problem: Problem): JaxModel {
  const { train, config, spec } = problem;
  const { encoder } = config;
  if (train.kind !== "sequences" || encoder.kind !== "transformer") {
    throw new Error("the transformer PRM trains on sequences");
  }
  const { sequences, labels, domains, domainCount } = train;
  const { tokens: length, stepsAChain: scores } = spec;
  const { width, heads, layers } = encoder;
  const headSize = width / heads;
  const { cos, sin } = rotaryTables(length, headSize);

  /** Turns [B, T, H, h] by its positions; consumes x. */
  const rotated = (x: np.Array): np.Array => {
    const [first, second] = np.split(x.ref, 2, -1);
    return x.mul(cos.ref).add(np.concatenate([second!, first!], -1).mul(sin.ref));
  };

  /** Logits of every score of the batch, [B · scores]; consumes all. */
  const forward = (params: Arrays, tokens: np.Array, surprisal: np.Array): np.Array => {
    const count = tokens.shape[0]! / length;
    const table = params["token.weight"]!;
    // Quicker on both devices than one-hot times table; its gradient is a scatter-add.
    let x = np.take(table, tokens, 0).add(surprisal.mul(params["surprisal.weight"]!));
    for (let layer = 0; layer < layers; layer++) {
      const weight = (name: string) => params[`layers.${layer}.${name}.weight`]!;
      const [q, k, v] = np
        .split(np.matmul(norm(x.ref), weight("qkv")), 3, -1)
        .map((part) => part.reshape([count, length, heads, headSize]));
      const mixed = nn.dotProductAttention(rotated(q!), rotated(k!), v!, { isCausal: true });
      x = x.add(np.matmul(mixed.reshape([count * length, width]), weight("output")));
      const up = np.matmul(norm(x.ref), weight("up"));
      x = x.add(np.matmul(nn.silu(up), weight("down")));
    }
    // Scored at the end of every length/scores tokens (problem.ts): a slice in place of a gather.
    const ends = x
      .reshape([count * scores, length / scores, width])
      .slice([], length / scores - 1)
      .reshape([count * scores, width]);
    return np.matmul(norm(ends), params["score.weight"]!).add(params["score.bias"]!);
  };

  const valueAndGradient = valueAndGrad(
    (params: Arrays, batch: Arrays, weights: np.Array): [np.Array, np.Array] =>
      losses(
        forward(params, batch["tokens"]!, batch["surprisal"]!),
        batch["labels"]!,
        batch["shares"]!,
        weights,
      ),
    { hasAux: true },
  );

  return {
    batch(items) {
      const tokens = new Int32Array(items.length * length);
      const surprisal = new Float32Array(items.length * length);
      const batchLabels = new Float32Array(items.length * scores);
      const batchDomains = new Int32Array(items.length * scores);
      items.forEach((item, i) => {
        const from = sequences.start[item]!;
        tokens.set(sequences.tokens.subarray(from, from + length), i * length);
        surprisal.set(sequences.surprisal.subarray(from, from + length), i * length);
        batchLabels.set(labels.subarray(item * scores, (item + 1) * scores), i * scores);
        batchDomains.fill(domains[item]!, i * scores, (i + 1) * scores);
      });
      return {
        tokens: np.array(tokens),
        surprisal: np.array(surprisal).reshape([items.length * length, 1]),
        labels: np.array(batchLabels),
        shares: domainShares(batchDomains, domainCount, batchDomains.length),
      };
    },
    gradient(params, batch, weights) {
      const [[loss, domainLosses], gradient] = valueAndGradient(params, batch, weights) as [
        [np.Array, np.Array],
        Arrays,
      ];
      loss.dispose();
      return { gradient, losses: domainLosses };
    },
  };
}
