// A button that is only an icon: named for screen readers, with the same name as a tooltip.
import type { ButtonHTMLAttributes, ReactNode } from "react";
import styles from "./IconButton.module.css";
import { Tooltip } from "./Tooltip.tsx";

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Accessible name and tooltip. */
  label: string;
  /** Shown after the name in the tooltip, e.g. "Space". */
  shortcut?: string;
  children: ReactNode;
}

export function IconButton({ label, shortcut, className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={shortcut === undefined ? label : `${label} (${shortcut})`}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={[styles["button"], className].filter(Boolean).join(" ")}
      >
        {children}
      </button>
    </Tooltip>
  );
}
