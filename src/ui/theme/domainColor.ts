// How a domain is drawn: a colour and, as the second cue, a dash pattern, both by its fixed slot.

/** Colours in tokens.css; slots beyond them repeat colours with the next dash. */
export const DOMAIN_COLOR_COUNT = 15;

const DASHES = ["none", "6 3", "2 2"] as const;

/** CSS colour of a domain slot (a variable, so that it follows the theme). */
export function domainColor(slot: number): string {
  return `var(--domain-${slot % DOMAIN_COLOR_COUNT})`;
}

/** SVG stroke-dasharray of a domain slot; "none" for a solid line. */
export function domainDash(slot: number): string {
  const round = Math.floor(slot / DOMAIN_COLOR_COUNT);
  return DASHES[((slot % DOMAIN_COLOR_COUNT) + round) % DASHES.length] ?? "none";
}
