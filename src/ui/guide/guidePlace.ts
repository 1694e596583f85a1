// Where in the guide the address points: "#guide/weights/2" is the second heading of the section on weights.
// The section is the view store's to know; the place in it concerns the guide alone.
import { GUIDE_SECTIONS, type GuideSection } from "../../store/guideSections.ts";

/** The address's hash of a section, or of a part of it (0 is the section's beginning). */
export function hashOfPart(section: GuideSection, index = 0): string {
  return index === 0 ? `#guide/${section}` : `#guide/${section}/${index}`;
}

/** The part that a hash names; 0 where it names none. */
export function partFromHash(hash: string): number {
  const [, , part = ""] = hash.split("/");
  return /^\d{1,2}$/.test(part) ? Number(part) : 0;
}

/** A link to a part that can be passed on: this page's, without the settings of a run. */
export function linkToPart({ origin, pathname }: Location, section: GuideSection, index: number) {
  return `${origin}${pathname}${hashOfPart(section, index)}`;
}

/** Id of the element that a part's heading is. */
export function idOfPart(section: GuideSection, index: number): string {
  return `guide-${section}-${index}`;
}

/** The section behind this one; null behind the last. */
export function sectionAfter(section: GuideSection): GuideSection | null {
  return GUIDE_SECTIONS[GUIDE_SECTIONS.indexOf(section) + 1] ?? null;
}
