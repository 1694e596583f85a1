// Whether peers do the same work: their lower losses over the same batches must agree.
import type { LossStretch } from "./peers/peer.ts";

export interface PeerLosses {
  name: string;
  losses: readonly LossStretch[];
}

/** Largest relative difference that passes; float32 sums in another order make about 1e-5. */
export const LOSS_TOLERANCE = 5e-4;

export interface Agreement {
  /** Whose losses the others are held against. */
  yardstick: string;
  /** Largest relative difference of a stretch, by peer. */
  differences: { name: string; difference: number; steps: number }[];
  /** What is wrong, a sentence a peer; empty where all agree. */
  faults: string[];
}

/** Loss sums up to every readback, by the number of steps up to there. */
function sumsByStep(losses: readonly LossStretch[]): Map<number, number> {
  const sums = new Map([[0, 0]]);
  let steps = 0;
  let sum = 0;
  for (const stretch of losses) {
    steps += stretch.steps;
    sum += stretch.sum;
    sums.set(steps, sum);
  }
  return sums;
}

/**
 * Holds every peer against the first over the stretches whose ends both read back. A peer that shares
 * no stretch with it, or has a loss that is no number, is a fault too.
 */
export function compareLosses(peers: readonly PeerLosses[]): Agreement {
  const [first, ...others] = peers;
  if (!first) return { yardstick: "none", differences: [], faults: [] };
  const expected = sumsByStep(first.losses);
  const differences: Agreement["differences"] = [];
  const faults: string[] = [];
  for (const { name, losses } of others) {
    const sums = sumsByStep(losses);
    const ends = [...expected.keys()].filter((step) => sums.has(step)).sort((a, b) => a - b);
    let difference = 0;
    for (let i = 1; i < ends.length; i++) {
      const [from, to] = [ends[i - 1]!, ends[i]!];
      const want = expected.get(to)! - expected.get(from)!;
      const got = sums.get(to)! - sums.get(from)!;
      const relative = Math.abs(got - want) / Math.abs(want);
      // A NaN stays: Math.max keeps it.
      difference = Math.max(difference, relative);
    }
    const steps = ends.at(-1) ?? 0;
    differences.push({ name, difference, steps });
    if (steps === 0) faults.push(`${name} read no loss back that ${first.name} did too`);
    else if (!(difference <= LOSS_TOLERANCE)) {
      faults.push(
        `${name} differs from ${first.name} by ${difference.toExponential(1)} of the loss within ${steps} steps`,
      );
    }
  }
  return { yardstick: first.name, differences, faults };
}
