// What the bilevel optimizer needs of a PRM on a device: gradients and losses, nothing else.
import type { AdamWHyper, AdamWState } from "../optim/adamW.ts";
import type { VectorSpace } from "./vectorSpace.ts";

/**
 * The meta loss looks at the logits of all chains of a batch together (their mean, their deviation, pairs of
 * them), so that a batch in parts needs them first, and only then the way back; see microBatches.ts.
 */
export interface ChainHalves<V, S, M> {
  /** a, [C]: the chains' logits under the configured aggregation. One forward pass. */
  logits(params: V, batch: M): V;
  /** L_meta and s = dL_meta/da, [C], of the logits of these chains of the meta set. */
  loss(logits: V, chainIndices: Int32Array): { loss: S; slopes: V };
  /** ∇_φ Σ_c s_c a_c of slopes s, [C]. */
  gradient(params: V, batch: M, slopes: V): V;
}

/**
 * V, S: see VectorSpace. B and M are batches of training rows and of meta chains, already on the
 * device; they are made inside a `space.scope` and freed by it.
 */
export interface PrmEngine<V, S, B, M> {
  readonly space: VectorSpace<V, S>;
  readonly domainCount: number;
  /** Number of parameters in φ. */
  readonly paramCount: number;

  /** Items (rows or token sequences) by index into the training set (repeats allowed). */
  trainBatch(itemIndices: Int32Array): B;
  /** Chains by index into the meta set (repeats allowed). */
  metaBatch(chainIndices: Int32Array): M;

  /**
   * ∇_φ L_tr of L_tr = (1/N) Σ_i α_{k(i)} (V_φ(x_i) − p_i)², and the domains' unweighted shares
   * ℓ_k = (1/N) Σ_{i: k(i)=k} (V_φ(x_i) − p_i)², so that Σ_k α_k ℓ_k = L_tr. The sum goes over the
   * labelled steps of the batch; N = items · stepsAnItem of the whole set. weights: α, [K].
   */
  lowerGradient(params: V, batch: B, weights: V): { gradient: V; domainLosses: V };
  /** ℓ_k, [K]: one forward pass. */
  domainLosses(params: V, batch: B): V;
  /** ∇_φ L_meta and L_meta under the configured meta loss and aggregation. */
  metaGradient(params: V, batch: M): { gradient: V; loss: S };
  /** L_meta alone: one forward pass. */
  metaLoss(params: V, batch: M): S;

  /** The meta loss in two halves; engines without them cannot be given their batches in parts. */
  readonly chains?: ChainHalves<V, S, M>;

  /** One AdamW step; consumes the state it is given (an engine may reuse its memory). */
  adamW(state: AdamWState<V>, gradient: V, hyper: AdamWHyper): AdamWState<V>;
}
