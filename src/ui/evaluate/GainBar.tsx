// A gain with its 95 % interval as a bar beside a line at 0, on a scale shared by all rows of a table: a
// forest plot of which every row carries its own part.
import type { Interval } from "../../domain/evaluation.ts";
import { type Axis, niceAxis } from "../charts/niceAxis.ts";
import { formatGain, formatPoints, gainTone } from "./formatGain.ts";
import styles from "./GainBar.module.css";

const NO_DRAWS: readonly number[] = [];

/** A scale in shares that holds every interval and draw, 0, and a little more. */
export function gainScale(
  gains: readonly (Interval | null | undefined)[],
  draws: readonly number[] = NO_DRAWS,
): Axis {
  const known = gains.filter((gain) => gain !== null && gain !== undefined);
  const low = Math.min(-0.01, ...known.map((gain) => gain.low), ...draws);
  const high = Math.max(0.01, ...known.map((gain) => gain.high), ...draws);
  return niceAxis(low, high, 4);
}

const placeOn = (scale: Axis, value: number) =>
  `${Math.min(100, Math.max(0, (100 * (value - scale.low)) / (scale.high - scale.low)))}%`;

/** Ticks of the scale, in points; stands in the head of the column of bars. */
export function GainAxis({ scale }: { scale: Axis }) {
  return (
    <span className={styles["axis"]} aria-hidden="true">
      {scale.ticks.map((tick) => (
        <span key={tick} className={styles["tick"]} style={{ left: placeOn(scale, tick) }}>
          {formatPoints(tick).replace(".0", "")}
        </span>
      ))}
    </span>
  );
}

export interface GainBarProps {
  gain: Interval;
  scale: Axis;
  /** What the gain is of, for those who cannot see the bar. */
  label: string;
  isLarge?: boolean;
  /** The gain in single draws (seeds), as little dots. */
  draws?: readonly number[];
}

export function GainBar({ gain, scale, label, isLarge = false, draws = NO_DRAWS }: GainBarProps) {
  const left = placeOn(scale, gain.low);
  const right = placeOn(scale, gain.high);
  return (
    <span
      className={styles["bar"]}
      role="img"
      aria-label={`${label}: ${formatGain(gain)}`}
      title={formatGain(gain)}
      data-tone={gainTone(gain)}
      data-large={isLarge}
    >
      {scale.ticks.map((tick) => (
        <span
          key={tick}
          className={tick === 0 ? styles["zero"] : styles["grid"]}
          style={{ left: placeOn(scale, tick) }}
        />
      ))}
      <span className={styles["whisker"]} style={{ left, width: `calc(${right} - ${left})` }} />
      {draws.map((draw, place) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a seed is its place
          key={place}
          className={styles["draw"]}
          style={{ left: placeOn(scale, draw) }}
        />
      ))}
      <span className={styles["dot"]} style={{ left: placeOn(scale, gain.value) }} />
    </span>
  );
}
