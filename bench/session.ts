// A peer at work, wherever it lives: a worker of the page, Node itself, or a PyTorch process.
import type { LossStretch } from "./peers/peer.ts";

export interface SessionReport {
  ms: number;
  losses: LossStretch[];
  counts: { gpuBytes: number; wasmBytes: number; dispatches: number; submissions: number } | null;
  /** PyTorch: peak bytes above an idle process; null where the counts say it. */
  processBytes?: number;
}

export interface Session {
  /** The device in words. */
  device: string;
  run(steps: number): Promise<SessionReport>;
  close(): Promise<void>;
}
