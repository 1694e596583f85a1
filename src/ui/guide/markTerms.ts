// Marks what was searched for where it stands in the text, without touching the text: the browser paints
// highlights over ranges. Browsers that cannot leave it unmarked.
import { patternOf } from "./foundTerms.ts";

const NAME = "guide-found";

/** Marks every place of the terms in an element, in place of those marked before. No terms: none. */
export function markTerms(element: Element | null, terms: readonly string[]): void {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete(NAME);
  const pattern = patternOf(terms);
  if (element === null || pattern === null) return;
  CSS.highlights.set(NAME, new Highlight(...rangesOf(element, new RegExp(pattern.source, "giu"))));
}

function rangesOf(element: Element, pattern: RegExp): Range[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const ranges: Range[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    for (const { index, 0: found } of (node.nodeValue ?? "").matchAll(pattern)) {
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + found.length);
      ranges.push(range);
    }
  }
  return ranges;
}
