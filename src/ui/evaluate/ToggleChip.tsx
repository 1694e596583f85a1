// A small button that is on or off: a line of a chart, a PRM in a comparison. Its mark has the colour of
// what it stands for; pressed or not is said to screen readers, too.
import type { ReactNode } from "react";
import styles from "./ToggleChip.module.css";

export interface ToggleChipProps {
  isOn: boolean;
  onToggle: () => void;
  color: string;
  dash?: string;
  title?: string;
  /** Pointer or focus on it, and gone again. */
  onHover?: (isOver: boolean) => void;
  children: ReactNode;
}

export function ToggleChip({
  isOn,
  onToggle,
  color,
  dash = "none",
  title,
  onHover,
  children,
}: ToggleChipProps) {
  return (
    <button
      type="button"
      className={styles["chip"]}
      aria-pressed={isOn}
      title={title}
      onClick={onToggle}
      onPointerEnter={() => onHover?.(true)}
      onPointerLeave={() => onHover?.(false)}
      onFocus={() => onHover?.(true)}
      onBlur={() => onHover?.(false)}
    >
      <svg width="18" height="10" viewBox="0 0 18 10" aria-hidden="true">
        <line
          x1="0"
          x2="18"
          y1="5"
          y2="5"
          strokeWidth="3"
          stroke={isOn ? color : "var(--border)"}
          strokeDasharray={dash}
        />
      </svg>
      {children}
    </button>
  );
}
