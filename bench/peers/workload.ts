// A piece of work a session does over and over while it is timed; plain data, sent to the worker or
// process that does it.
import type { ProblemSpec } from "../problem.ts";

/** Peers that live in the browser's page (or, with bench:gpu, in Node); PyTorch is apart. */
export const PAGE_PEERS = [
  "ours.webgpu",
  "ours.cpu",
  "reference.webgpu",
  "reference.wasm",
  "jax.webgpu",
  "jax.wasm",
] as const;
export type PagePeer = (typeof PAGE_PEERS)[number];
export type PeerName = PagePeer | "pytorch.cpu" | "pytorch.cuda" | "pytorch.cudaCompiled";

export type Workload =
  /** Lower steps with the weights held. */
  | { kind: "lower"; spec: ProblemSpec; readEvery: number }
  /** The app's trainer as configured, weights learned: lower steps and the upper steps due. */
  | { kind: "bilevel"; spec: ProblemSpec }
  /** Scores every meta chain of the spec once a unit. */
  | { kind: "score"; spec: ProblemSpec };
