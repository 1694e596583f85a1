// The head of a table's column that sorts its rows: a button, with an arrow where the order is its own.
import { ArrowDown, ArrowUp } from "lucide-react";
import styles from "./SortHead.module.css";

export interface SortHeadProps {
  label: string;
  /** What the column says, or what the button does, on hover. */
  about: string;
  /** Whether the table is in this column's order now. */
  sorted: "ascending" | "descending" | "none";
  /** Numbers stand at the right, and so do their heads. */
  isNumber?: boolean;
  className?: string | undefined;
  onSort: () => void;
}

export function SortHead(props: SortHeadProps) {
  const { label, about, sorted, isNumber = false, className, onSort } = props;
  const Arrow = sorted === "descending" ? ArrowDown : ArrowUp;
  return (
    <th scope="col" className={className} aria-sort={sorted}>
      <button
        type="button"
        className={styles["head"]}
        data-number={isNumber}
        title={about}
        onClick={onSort}
      >
        {label}
        <span className={styles["arrow"]}>{sorted !== "none" && <Arrow aria-hidden="true" />}</span>
      </button>
    </th>
  );
}
