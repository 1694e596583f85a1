// Marks what was searched for where it stands in the text, without touching the text: the browser paints
// highlights over ranges. Browsers that cannot leave it unmarked.
import { spansOf } from "./foundTerms.ts";

const NAME = "guide-found";

/** Marks every place of the terms in an element, in place of those marked before. No terms: none. */
export function markTerms(element: Element | null, terms: readonly string[]): void {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete(NAME);
  const ranges = element === null ? [] : rangesOf(element, terms);
  if (ranges.length > 0) CSS.highlights.set(NAME, new Highlight(...ranges));
}

function rangesOf(element: Element, terms: readonly string[]): Range[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const ranges: Range[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    for (const [start, end] of spansOf(node.nodeValue ?? "", terms)) {
      const range = new Range();
      range.setStart(node, start);
      range.setEnd(node, end);
      ranges.push(range);
    }
  }
  return ranges;
}
