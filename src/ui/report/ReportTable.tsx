// A table of a report: named by its caption; where it is wider than the page it scrolls, also by keyboard.
import type { ReactNode } from "react";

export interface ReportTableProps {
  caption: string;
  /** Names of the columns; the first stands over the rows' heads. */
  columns: readonly string[];
  /** Column whose name stands over two cells, by its place. */
  doubled?: number;
  /** Rows of cells. */
  children: ReactNode;
}

export function ReportTable({ caption, columns, doubled, children }: ReportTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className="wide" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, place) => (
              <th key={column} scope="col" colSpan={place === doubled ? 2 : undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
