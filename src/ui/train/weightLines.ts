// The main picture as data: what is drawn of the K weights in a range of steps.

import type { DomainSlots } from "../../store/domainSlots.ts";
import type { RunHistory } from "../../store/runHistory.ts";
import type { XUnit } from "../../store/traceUnits.ts";
import type { StepRange } from "../charts/chartGeometry.ts";
import type { ChartSeries } from "../charts/chartSeries.ts";
import { type Axis, ticksWithin } from "../charts/niceAxis.ts";
import { pointRange, sampleRegularly } from "../charts/samplePoints.ts";
import { xOfHistory } from "../charts/traceX.ts";
import { domainColor, domainDash } from "../theme/domainColor.ts";

export interface WeightLine {
  name: string;
  /** In the unit of the chart. */
  x: number[];
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
 * end, so that lines run to the edge. Starts at 0, where every learned weight is exactly 1.
 * @param x of the history's points, in the unit of the range; empty where they have no place in it
 */
export function weightLines(
  history: RunHistory,
  x: Float64Array,
  range: StepRange,
  limit: number,
  startsAtOne: boolean,
): WeightLine[] {
  if (x.length === 0) return history.domains.map((name) => ({ name, x: [], values: [] }));
  const [first, end] = pointRange(x, range.low, range.high);
  const indices = sampleRegularly(first, end, limit);
  if (first > 0) indices.unshift(first - 1);
  if (end < x.length) indices.push(end);
  const isStartDrawn = startsAtOne && first === 0 && (x[0] ?? 0) > 0;
  const drawnX = indices.map((index) => x[index] ?? 0);
  if (isStartDrawn) drawnX.unshift(0);
  return history.domains.map((name, domain) => {
    const values = indices.map((index) => history.weightAt(index, domain));
    if (isStartDrawn) values.unshift(1);
    return { name, x: drawnX, values };
  });
}

/** The complete weights of all domains in the chart's unit, in the order of the data. */
export function weightSeries(history: RunHistory, unit: XUnit, slots: DomainSlots): ChartSeries[] {
  const x = xOfHistory(history, history, unit);
  return history.domains.map((name, place) => ({
    id: name,
    name,
    color: domainColor(slots[name] ?? place),
    dash: domainDash(slots[name] ?? place),
    x,
    raw: Float64Array.from(x, (_, point) => history.weightAt(point, place)),
    smooth: null,
  }));
}
