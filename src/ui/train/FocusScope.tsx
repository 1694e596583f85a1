// Fades the domains that are not looked at. Works through CSS variables on one element, so that a
// hovered domain redraws no chart.
import type { CSSProperties, ReactNode } from "react";
import { useView } from "../StudioContext.ts";

const FADED = "0.13";

/** The variable that holds the opacity of the domain at this place. */
export function fadeOf(place: number): string {
  return `var(--fade-${place}, 1)`;
}

export interface FocusScopeProps {
  domains: readonly string[];
  className?: string | undefined;
  children: ReactNode;
}

export function FocusScope({ domains, className, children }: FocusScopeProps) {
  const hovered = useView((view) => view.hoveredDomain);
  const pinned = useView((view) => view.pinnedDomains);
  const focused = new Set(hovered === null ? pinned : [...pinned, hovered]);
  const isAny = domains.some((name) => focused.has(name));
  const fades: Record<string, string> = {};
  domains.forEach((name, place) => {
    fades[`--fade-${place}`] = !isAny || focused.has(name) ? "1" : FADED;
  });
  return (
    <div className={className} style={fades as CSSProperties}>
      {children}
    </div>
  );
}
