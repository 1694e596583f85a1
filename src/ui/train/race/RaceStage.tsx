// The picture of the race on the page: the geometry of its films, in the page's colours, with bars that can be
// pointed at and pinned.
import { fitText } from "../../charts/export/svgText.ts";
import { useBox } from "../../charts/useBox.ts";
import { useStudio, useView } from "../../StudioContext.ts";
import { fadeOf } from "../FocusScope.tsx";
import { formatWeight } from "../formatRun.ts";
import styles from "./RaceStage.module.css";
import type { RaceFrame } from "./raceFrame.ts";
import { raceLayout } from "./raceLayout.ts";

export interface RaceStageProps {
  label: string;
  frame: RaceFrame;
  domains: readonly string[];
  /** As written. */
  names: readonly string[];
  colors: readonly string[];
  scale: number;
  /** Bars are drawn where they are on the way; else they move there on their own. */
  isPlaying: boolean;
}

export function RaceStage(props: RaceStageProps) {
  const { label, frame, domains, names, colors, scale, isPlaying } = props;
  const { view } = useStudio();
  const pinned = useView((state) => state.pinnedDomains);
  const [ref, box] = useBox<HTMLDivElement>();
  const layout = box === null ? null : raceLayout({ left: 0, top: 0, ...box }, names, scale);
  return (
    <div ref={ref} className={styles["stage"]}>
      {layout !== null && box !== null && (
        <svg
          width={box.width}
          height={box.height}
          role="img"
          aria-label={label}
          fontSize={layout.fontSize}
          data-playing={isPlaying}
        >
          <text className={styles["mark"]} x={layout.xOf(1)} y={12} textAnchor="middle">
            1.0
          </text>
          <line
            className={styles["one"]}
            x1={layout.xOf(1)}
            x2={layout.xOf(1)}
            y1={layout.rowsTop}
            y2={layout.yOf(layout.rowsShown)}
          />
          {frame.rows.map(({ domain, weight, rank }) => {
            const name = domains[domain] ?? "";
            const end = layout.xOf(weight);
            const one = layout.xOf(1);
            const middle = layout.rowHeight / 2;
            return (
              <g
                key={name}
                className={styles["row"]}
                data-domain={name}
                style={{
                  transform: `translateY(${layout.yOf(rank)}px)`,
                  opacity: rank < layout.rowsShown - 0.5 ? fadeOf(domain) : 0,
                }}
                onPointerEnter={() => view.getState().hoverDomain(name)}
                onPointerLeave={() => view.getState().hoverDomain(null)}
                onPointerDown={() => view.getState().togglePin(name)}
              >
                <rect width={box.width} height={layout.rowHeight} fill="transparent" />
                <text
                  className={styles["name"]}
                  data-pinned={pinned.includes(name)}
                  x={layout.namesEnd}
                  y={middle}
                  textAnchor="end"
                >
                  {fitText(names[domain] ?? "", layout.fontSize, layout.nameWidth)}
                </text>
                <rect
                  x={layout.barLeft}
                  y={middle - layout.barHeight / 2}
                  width={Math.max(0, end - layout.barLeft)}
                  height={layout.barHeight}
                  fill={colors[domain]}
                />
                {end > one && (
                  <path
                    className={styles["onBar"]}
                    d={`M${one} ${middle - layout.barHeight / 2}v${layout.barHeight}`}
                  />
                )}
                <text className={styles["value"]} x={end + 6} y={middle}>
                  {formatWeight(weight)}
                </text>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
