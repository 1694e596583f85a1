// What the bilevel optimizer needs of a PRM on a device: gradients and losses, nothing else.
import type { AdamWHyper, AdamWState } from "../optim/adamW.ts";
import type { VectorSpace } from "./vectorSpace.ts";

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

  /** One AdamW step; consumes the state it is given (an engine may reuse its memory). */
  adamW(state: AdamWState<V>, gradient: V, hyper: AdamWHyper): AdamWState<V>;
}
