// One moment of the race: how long each bar is and how far down it stands. On the page and in films alike.
import { type RaceTrack, ranksOf, weightsAt } from "./raceTrack.ts";

export interface RaceRow {
  domain: number;
  weight: number;
  /** From 0 at the top; between two places while a bar is passed. */
  rank: number;
}

export interface RaceFrame {
  step: number;
  /** In domain order. */
  rows: RaceRow[];
}

const SAMPLES = 16;

/**
 * @param glide how many lower steps a change of places takes; 0 shows the places as they are. A bar stands at
 * the mean of its places in the steps just before, so that it moves smoothly and the frame depends on the step
 * alone.
 */
export function raceFrame(track: RaceTrack, step: number, glide: number): RaceFrame {
  const weights = weightsAt(track, step);
  const ranks = glide > 0 ? glidingRanks(track, step, glide) : ranksOf(weights);
  const rows = weights.map((weight, domain) => ({ domain, weight, rank: ranks[domain] ?? 0 }));
  return { step, rows };
}

function glidingRanks(track: RaceTrack, step: number, glide: number): number[] {
  const sums = track.domains.map(() => 0);
  let whole = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    // A rounded hill over the time before: a bar sets off and arrives gently.
    const share = (sample + 0.5) / SAMPLES;
    const importance = 1 - Math.cos(2 * Math.PI * share);
    const ranks = ranksOf(weightsAt(track, Math.max(0, step - share * glide)));
    ranks.forEach((rank, domain) => {
      sums[domain] = (sums[domain] ?? 0) + importance * rank;
    });
    whole += importance;
  }
  return sums.map((sum) => sum / whole);
}
