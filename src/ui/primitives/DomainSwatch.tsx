// The little line that stands for a domain in tables and lists: its colour and its dash.
import { domainColor, domainDash } from "../theme/domainColor.ts";

export function DomainSwatch({ slot }: { slot: number }) {
  return (
    <svg width="18" height="10" viewBox="0 0 18 10" aria-hidden="true" style={{ flex: "none" }}>
      <line
        x1="0"
        x2="18"
        y1="5"
        y2="5"
        strokeWidth="3"
        stroke={domainColor(slot)}
        strokeDasharray={domainDash(slot)}
      />
    </svg>
  );
}
