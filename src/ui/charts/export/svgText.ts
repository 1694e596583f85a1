// Text as it stands in an SVG file, and how much room it takes there.

/** What XML 1.0 allows in no form. */
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is sought
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Marks that turn the direction of what follows; a name must not turn the words beside it. */
const DIRECTION = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const NAMED: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Safe as an attribute's value and as text; characters that XML forbids become "�". */
export function svgText(text: string): string {
  return text
    .replace(FORBIDDEN, "\ufffd")
    .replace(DIRECTION, "")
    .replace(/[&<>"']/g, (sign) => NAMED[sign] ?? sign);
}

/** Full-width scripts: ideographs, kana, hangul, full-width forms. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** Rather too much than too little, since nothing is measured: the width of `text` in pixels. */
export function textWidth(text: string, fontSize: number): number {
  let units = 0;
  for (const character of text) units += WIDE.test(character) ? 1 : 0.58;
  return units * fontSize;
}

/** `text`, or as much of its beginning as fits with an ellipsis. */
export function fitText(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let fitting = "";
  for (const character of text) {
    if (textWidth(`${fitting}${character}…`, fontSize) > width) break;
    fitting += character;
  }
  return `${fitting}…`;
}
