// The lexical PRM in jax-js, in the two forms its operations allow: a bag gathered from padded feature
// lists (its gradient a scatter-add), and a dense [B, buckets] matrix times the table.
import { nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import type { Problem } from "../problem.ts";
import type { Arrays } from "./jaxAdamW.ts";
import type { JaxModel } from "./jaxSession.ts";

/** [K, B], 1/B where the item's domain is k: sums errors by domain and spreads weights over items. */
export function domainShares(domains: Int32Array, domainCount: number, total: number): np.Array {
  const shares = new Float32Array(domainCount * domains.length);
  domains.forEach((domain, i) => {
    shares[domain * domains.length + i] = 1 / total;
  });
  return np.array(shares).reshape([domainCount, domains.length]);
}

/** ℓ_k and Σ_k α_k ℓ_k from logits [B]; consumes all. */
export function losses(
  logits: np.Array,
  labels: np.Array,
  shares: np.Array,
  weights: np.Array,
): [np.Array, np.Array] {
  const errors = np.square(nn.sigmoid(logits).sub(labels));
  const domainLosses = np.matmul(shares, errors);
  return [np.sum(domainLosses.ref.mul(weights)), domainLosses];
}

function rowModel(
  problem: Problem,
  features: (items: Int32Array) => Arrays,
  bag: (table: np.Array, batch: Arrays) => np.Array,
): JaxModel {
  const { train } = problem;
  if (train.kind !== "rows") throw new Error("the lexical PRM trains on rows");
  const valueAndGradient = valueAndGrad(
    (params: Arrays, batch: Arrays, weights: np.Array): [np.Array, np.Array] => {
      const a = nn.silu(bag(params["embedding.weight"]!, batch).add(params["embedding.bias"]!));
      const h = nn.silu(np.matmul(a, params["hidden.weight"]!).add(params["hidden.bias"]!));
      const logits = np.matmul(h, params["output.weight"]!).add(params["output.bias"]!);
      return losses(logits, batch["labels"]!, batch["shares"]!, weights);
    },
    { hasAux: true },
  );
  return {
    batch: (items) => ({
      ...features(items),
      labels: np.array(Float32Array.from(items, (item) => train.labels[item]!)),
      shares: domainShares(
        Int32Array.from(items, (item) => train.domains[item]!),
        train.domainCount,
        items.length,
      ),
    }),
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

/** Feature lists padded to the longest row of the set. */
function jaxLexicalGathered(problem: Problem): JaxModel {
  const { train } = problem;
  if (train.kind !== "rows") throw new Error("the lexical PRM trains on rows");
  const { start, features, values } = train.rows;
  let longest = 0;
  for (let row = 0; row < train.rows.count; row++) {
    longest = Math.max(longest, start[row + 1]! - start[row]!);
  }
  return rowModel(
    problem,
    (items) => {
      const buckets = new Int32Array(items.length * longest);
      const bagValues = new Float32Array(items.length * longest);
      items.forEach((item, i) => {
        // Padding has value 0 and a bucket of its own a place, so that no one bucket is contended.
        for (let j = 0; j < longest; j++) buckets[i * longest + j] = j;
        buckets.set(features.subarray(start[item], start[item + 1]), i * longest);
        bagValues.set(values.subarray(start[item], start[item + 1]), i * longest);
      });
      return {
        buckets: np.array(buckets).reshape([items.length, longest]),
        values: np.array(bagValues).reshape([items.length, longest, 1]),
      };
    },
    (table, { buckets, values: bagValues }) =>
      np.sum(np.take(table, buckets!, 0).mul(bagValues!), 1),
  );
}

/** Every row written out over all buckets. */
function jaxLexicalDense(problem: Problem): JaxModel {
  const { train, config } = problem;
  if (train.kind !== "rows" || config.encoder.kind !== "lexical") {
    throw new Error("the lexical PRM trains on rows");
  }
  const { start, features, values } = train.rows;
  const { buckets } = config.encoder;
  return rowModel(
    problem,
    (items) => {
      const dense = new Float32Array(items.length * buckets);
      items.forEach((item, i) => {
        for (let at = start[item]!; at < start[item + 1]!; at++) {
          dense[i * buckets + features[at]!] = values[at]!;
        }
      });
      return { dense: np.array(dense).reshape([items.length, buckets]) };
    },
    (table, { dense }) => np.matmul(dense!, table),
  );
}

/** The quicker form on each device: measured, gathered on WebGPU and dense on wasm. */
export function jaxLexical(device: "webgpu" | "wasm"): (problem: Problem) => JaxModel {
  return device === "webgpu" ? jaxLexicalGathered : jaxLexicalDense;
}
