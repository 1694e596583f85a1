// Score and label against the step, a second PRM's score where there is one, and the threshold as a line to drag. The slider beside it is the
// line's twin for the keyboard.

import { type PointerEvent, useEffect, useRef, useState } from "react";
import { t } from "../../strings/strings.ts";
import { formatScore } from "./formatScore.ts";
import styles from "./StepChart.module.css";
import type { ShownStep } from "./shownSteps.ts";

const HEIGHT = 132;
const MARGIN = { top: 8, right: 12, bottom: 18, left: 28 };
const PLOT_HEIGHT = HEIGHT - MARGIN.top - MARGIN.bottom;
const TICKS = [0, 0.5, 1];
/** Steps between two numbers of the axis, so that they do not touch. */
const MIN_LABEL_PX = 22;

export interface StepChartProps {
  steps: readonly ShownStep[];
  threshold: number;
  firstLow: number;
  isEdited: boolean;
  /** Name of the PRM it is compared with; null without one. */
  otherLabel: string | null;
  onThreshold: (threshold: number) => void;
  onStep: (index: number) => void;
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(480);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.max(120, element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, width };
}

const yOf = (value: number) => MARGIN.top + (1 - value) * PLOT_HEIGHT;

/** A line through the points that exist, broken where one does not. */
function pathOf(values: readonly (number | null)[], xOf: (index: number) => number): string {
  let path = "";
  let isDrawing = false;
  values.forEach((value, index) => {
    if (value === null) {
      isDrawing = false;
      return;
    }
    path += `${isDrawing ? "L" : "M"}${xOf(index).toFixed(1)},${yOf(value).toFixed(1)}`;
    isDrawing = true;
  });
  return path;
}

export function StepChart(props: StepChartProps) {
  const { steps, threshold, firstLow, isEdited, otherLabel, onThreshold, onStep } = props;
  const { box, width } = useWidth();
  const svg = useRef<SVGSVGElement>(null);
  const plotWidth = width - MARGIN.left - MARGIN.right;
  const slot = plotWidth / Math.max(1, steps.length);
  const xOf = (index: number) => MARGIN.left + (index + 0.5) * slot;
  const every = Math.ceil(MIN_LABEL_PX / Math.max(1, slot));
  const thresholdY = yOf(threshold);

  function drag(event: PointerEvent<SVGGElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const top = svg.current?.getBoundingClientRect().top ?? 0;
    const value = 1 - (event.clientY - top - MARGIN.top) / PLOT_HEIGHT;
    onThreshold(Math.round(Math.min(1, Math.max(0, value)) * 100) / 100);
  }

  const describe = (step: ShownStep, index: number) => {
    const hasOther = step.otherScore !== null;
    const hasLabel = step.label !== null;
    return t(`inspect:chart.step${hasOther ? "Other" : ""}${hasLabel ? "Label" : ""}`, {
      step: index + 1,
      score: formatScore(step.score),
      prm: otherLabel ?? "",
      other: formatScore(step.otherScore),
      label: formatScore(step.label, 2),
    });
  };
  const text = steps.map(describe).join(t("inspect:chart.joint"));

  return (
    <div ref={box} className={styles["chart"]}>
      <svg
        ref={svg}
        role="img"
        aria-label={t("inspect:chart.label", { steps: text })}
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
      >
        {TICKS.map((tick) => (
          <g key={tick}>
            <line
              className={styles["grid"]}
              x1={MARGIN.left}
              x2={width - MARGIN.right}
              y1={yOf(tick)}
              y2={yOf(tick)}
            />
            <text className={styles["tick"]} x={MARGIN.left - 6} y={yOf(tick) + 4} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        <rect
          className={styles["low"]}
          x={MARGIN.left}
          y={thresholdY}
          width={Math.max(0, plotWidth)}
          height={Math.max(0, yOf(0) - thresholdY)}
        />
        {steps.map((step, index) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the steps below take keys; this is a shortcut to them
          <g key={step.key} className={styles["column"]} onClick={() => onStep(index)}>
            <rect x={xOf(index) - slot / 2} y={MARGIN.top} width={slot} height={PLOT_HEIGHT} />
            <title>{describe(step, index)}</title>
          </g>
        ))}
        <g className={styles["marks"]}>
          {isEdited && (
            <path
              className={styles["original"]}
              d={pathOf(
                steps.map((step) => step.originalScore),
                xOf,
              )}
            />
          )}
          <path
            className={styles["labelLine"]}
            d={pathOf(
              steps.map((step) => step.label),
              xOf,
            )}
          />
          <path
            className={styles["otherLine"]}
            d={pathOf(
              steps.map((step) => step.otherScore),
              xOf,
            )}
          />
          <path
            className={styles["scoreLine"]}
            d={pathOf(
              steps.map((step) => step.score),
              xOf,
            )}
          />
          {steps.map((step, index) => (
            <g key={step.key}>
              {step.label !== null && (
                <rect
                  className={styles["labelPoint"]}
                  x={xOf(index) - 3}
                  y={yOf(step.label) - 3}
                  width="6"
                  height="6"
                />
              )}
              {step.otherScore !== null && (
                <path
                  className={styles["otherPoint"]}
                  d={`M${xOf(index)} ${yOf(step.otherScore) - 5}l4.5 5l-4.5 5l-4.5 -5z`}
                />
              )}
              {step.score !== null && (
                <circle
                  className={index === firstLow ? styles["firstLow"] : styles["scorePoint"]}
                  cx={xOf(index)}
                  cy={yOf(step.score)}
                  r={index === firstLow ? 5 : 3.5}
                />
              )}
              {index % every === 0 && (
                <text className={styles["tick"]} x={xOf(index)} y={HEIGHT - 4} textAnchor="middle">
                  {index + 1}
                </text>
              )}
            </g>
          ))}
        </g>
        <g
          className={styles["threshold"]}
          data-part="threshold"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            event.preventDefault();
          }}
          onPointerMove={drag}
          onPointerUp={(event) => event.currentTarget.releasePointerCapture(event.pointerId)}
        >
          <rect
            className={styles["grip"]}
            x={MARGIN.left}
            y={thresholdY - 8}
            width={Math.max(0, plotWidth)}
            height="16"
          />
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={thresholdY} y2={thresholdY} />
          <rect
            className={styles["handle"]}
            x={width - MARGIN.right - 4}
            y={thresholdY - 5}
            width="10"
            height="10"
            rx="2"
          />
        </g>
      </svg>
    </div>
  );
}
