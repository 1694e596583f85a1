// The main picture as data: what is drawn of the K weights in a range of steps.
import type { RunHistory } from "../../store/runHistory.ts";
import type { StepRange } from "../charts/chartGeometry.ts";
import { type Axis, ticksWithin } from "../charts/niceAxis.ts";
import { pointRange, sampleRegularly } from "../charts/samplePoints.ts";

export interface WeightLine {
  name: string;
  steps: number[];
  values: number[];
}

/** What the axis shows at least, so that it does not zoom into nothing while weights are near 1. */
const LEAST_LOW = 0.5;
const LEAST_HIGH = 1.5;
/** The axis grows by halves: few times in a run. */
const GROWTH = 0.5;

const MOST_TICKS = 9;

export function weightAxis([smallest, largest]: readonly [number, number]): Axis {
  const low = Math.min(LEAST_LOW, Math.floor(smallest / GROWTH) * GROWTH);
  const high = Math.max(LEAST_HIGH, Math.ceil(largest / GROWTH) * GROWTH);
  // From its lower end in equal parts, so that both ends and 1.0 stand on ticks.
  const part = high - low <= 1 ? GROWTH / 2 : high - low <= 4 ? GROWTH : 2 * GROWTH;
  const count = Math.floor((high - low) / part);
  const ticks = Array.from({ length: count + 1 }, (_, i) => low + i * part);
  if (count <= MOST_TICKS) return { low, high, ticks };
  return { low, high, ticks: ticksWithin(low, high, 6) };
}

/**
 * Lines of all domains through at most `limit` + 3 points: those in the range and one beyond each
 * end, so that lines run to the edge. Starts at step 0, where every learned weight is exactly 1.
 */
export function weightLines(
  history: RunHistory,
  range: StepRange,
  limit: number,
  startsAtOne: boolean,
): WeightLine[] {
  const steps = history.steps();
  const [first, end] = pointRange(steps, range.low, range.high);
  const indices = sampleRegularly(first, end, limit);
  if (first > 0) indices.unshift(first - 1);
  if (end < steps.length) indices.push(end);
  const isStartDrawn = startsAtOne && first === 0 && (steps[0] ?? 0) > 0;
  const drawnSteps = indices.map((index) => steps[index] ?? 0);
  if (isStartDrawn) drawnSteps.unshift(0);
  return history.domains.map((name, domain) => {
    const values = indices.map((index) => history.weightAt(index, domain));
    if (isStartDrawn) values.unshift(1);
    return { name, steps: drawnSteps, values };
  });
}
