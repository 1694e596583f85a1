// A chart's numbers as a table in the chart's place: sortable, and drawn only as far as it is in sight.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { t } from "../../../strings/strings.ts";
import { SortHead } from "../../primitives/SortHead.tsx";
import type { ChartData } from "../chartSeries.ts";
import { columnName } from "../export/chartCsv.ts";
import { textWidth } from "../export/svgText.ts";
import styles from "./ChartTable.module.css";
import { chartRows, orderRows, type RowOrder } from "./chartRows.ts";

export interface ChartTableProps {
  data: ChartData;
  /** Of the whole, in pixels. */
  height?: number;
}

const ROW_HEIGHT = 24;
/** Browsers cannot scroll through more than some ten million pixels. */
const MOST_ROWS = 200_000;
const DEFAULT_HEIGHT = 190;

const FONT_SIZE = 12.5;
/** Padding, and the arrow of the sorted column. */
const BESIDE_NAME = 34;
const LEAST_COLUMN = 84;
const MOST_COLUMN = 240;

/** Fixed, so that columns stay where they are while rows come and go. */
function columnWidth(name: string): number {
  const wanted = Math.ceil(textWidth(name, FONT_SIZE)) + BESIDE_NAME;
  return Math.min(MOST_COLUMN, Math.max(LEAST_COLUMN, wanted));
}

const formatCount = new Intl.NumberFormat("en-US").format;

export function ChartTable({ data, height = DEFAULT_HEIGHT }: ChartTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [order, setOrder] = useState<RowOrder>({ column: -1, isDescending: false });
  const all = useMemo(() => chartRows(data), [data]);
  const { rows, stride } = useMemo(() => orderRows(all, order, MOST_ROWS), [all, order]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  const sortBy = (column: number) =>
    setOrder((before) => ({
      column,
      // Numbers from the largest at first, x from the smallest.
      isDescending: before.column === column ? !before.isDescending : column >= 0,
    }));
  const head = (name: string, column: number) => (
    <SortHead
      key={column}
      label={name}
      about={t("chartTools:table.sort", { name })}
      sorted={order.column !== column ? "none" : order.isDescending ? "descending" : "ascending"}
      isNumber
      onSort={() => sortBy(column)}
    />
  );
  const named = all.columns.map((column) => ({
    id: `${column.series.id} ${column.kind}`,
    name: columnName(column, data.decay),
  }));
  const drawn = virtualizer.getVirtualItems();
  const above = drawn[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0);
  const label = t("chartTools:table.label", { title: data.title });
  return (
    <div className={styles["frame"]} style={{ height }}>
      <section
        ref={scroller}
        className={styles["scroll"]}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        tabIndex={0}
      >
        <table className={styles["table"]} aria-label={label} aria-rowcount={rows.length + 1}>
          <colgroup>
            <col style={{ width: columnWidth(data.xName) }} />
            {named.map(({ id, name }) => (
              <col key={id} style={{ width: columnWidth(name) }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {head(data.xName, -1)}
              {named.map(({ name }, place) => head(name, place))}
            </tr>
          </thead>
          <tbody>
            {above > 0 && <Gap height={above} columns={all.columns.length + 1} />}
            {drawn.map(({ index, key }) => {
              const row = rows[index] ?? 0;
              return (
                <tr key={key} aria-rowindex={index + 2}>
                  <th scope="row">{data.formatX(all.x[row] ?? 0)}</th>
                  {all.columns.map(({ series, kind, at }) => (
                    <td key={`${series.id} ${kind}`}>{data.formatValue(at(row))}</td>
                  ))}
                </tr>
              );
            })}
            {below > 0 && <Gap height={below} columns={all.columns.length + 1} />}
          </tbody>
        </table>
        {all.count === 0 && <p className={styles["empty"]}>{t("chartTools:table.empty")}</p>}
      </section>
      <p className={styles["count"]}>
        {stride === 1
          ? t("chartTools:table.count", { count: all.count, rows: formatCount(all.count) })
          : t("chartTools:table.thinned", {
              rows: formatCount(all.count),
              stride: formatCount(stride),
            })}
      </p>
    </div>
  );
}

/** Rows that are not in sight, as the room they take. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <tr aria-hidden="true">
      <td colSpan={columns} className={styles["gap"]} style={{ height }} />
    </tr>
  );
}
