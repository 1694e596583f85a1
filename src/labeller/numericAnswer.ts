// An answer as a number: thousands separators, percent, fractions, powers of ten, a unit behind it.

export interface NumericAnswer {
  value: number;
  isPercent: boolean;
  /** As written, lower case, without a plural s; empty for none. */
  unit: string;
}

const SIGNED = String.raw`[-−–+]?\s*`;
const DECIMAL = String.raw`(?:\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)`;
const POWER = String.raw`(?:\s*(?:[eE]\s*([-+]?\d+)|(?:×|x|\*|\\times|\\cdot)\s*10\s*(?:\^|\*\*)\s*\{?\s*([-−+]?\d+)\s*\}?))?`;
const NUMBER = new RegExp(`^(${SIGNED})(${DECIMAL})${POWER}`);
const FRACTION = new RegExp(
  `^(${SIGNED})(?:(\\d+)\\s+)?(\\d+(?:\\.\\d+)?)\\s*[/⁄]\\s*(\\d+(?:\\.\\d+)?)`,
);
const LATEX_FRACTION = new RegExp(
  `^(${SIGNED})(?:(\\d+)\\s*)?\\\\[dt]?frac\\s*\\{\\s*(${SIGNED}${DECIMAL})\\s*\\}\\s*\\{\\s*(${SIGNED}${DECIMAL})\\s*\\}`,
);
const CURRENCY = /^(?:US)?[$€£¥₹]\s*/i;
const ABOUT = /^(?:about|approximately|approx\.?|roughly|around|≈|~|\\approx)\s*/i;
/** Units that stand for different numbers: of two of these that differ, the answers differ. */
const UNITS = new Set(
  "mm cm dm m km in ft yd mi mg g kg lb oz ms s sec second min minute h hr hour day week month year ml l n j kj w kw v a hz k pa kpa mol °c °f".split(
    " ",
  ),
);

/**
 * The number an answer states; null where it states none, or several. Text after the number is its unit; an
 * equation states what stands behind its last "=".
 */
export function parseNumber(answer: string): NumericAnswer | null {
  let text = answer
    .trim()
    .replace(/^\$+|\$+$/g, "")
    .replace(/\\[,;:! ]|\{,\}/g, (mark) => (mark === "{,}" ? "," : " "))
    .replace(/\\(?:text|mathrm|mbox|textbf|mathbf)\s*\{([^{}]*)\}/g, " $1 ")
    .replace(/\^\s*\{?\s*\\circ\s*\}?|\\degree|º/g, "°")
    .replace(/\\%/g, "%")
    .replace(/\\\$/g, "$")
    .replace(/\s*\([^()]*\)\s*$/, "")
    .trim();
  text = text.slice(text.lastIndexOf("=") + 1).trim();
  text = text
    .replace(ABOUT, "")
    .replace(/^([-−–])\s*[$€£¥₹]\s*/, "$1")
    .replace(CURRENCY, "");
  const found = parseFraction(text) ?? parseDecimal(text);
  if (found === null || !Number.isFinite(found.value)) return null;
  const rest = text
    .slice(found.length)
    .trim()
    .replace(/[.,;]$/, "");
  const isPercent = /^(?:%|percent\b|per cent\b)/i.test(rest);
  const unit = isPercent ? "" : unitOf(rest);
  return unit === null ? null : { value: found.value, isPercent, unit };
}

/** A unit is a few words without a number; null where what follows is something else. */
function unitOf(rest: string): string | null {
  if (rest === "") return "";
  if (rest.length > 40 || /\d(?!$)|^[/*+^=<>!]|\b(?:or|and|to)\b/i.test(rest)) return null;
  if (!/^[\p{L}°%$€£¥µ²³/^·.\-\s\d]+$/u.test(rest)) return null;
  return rest
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/(\w{2,})s$/, "$1");
}

function parseFraction(text: string): { value: number; length: number } | null {
  const match = LATEX_FRACTION.exec(text) ?? FRACTION.exec(text);
  if (match === null) return null;
  const [all, sign = "", whole = "0", above = "", below = ""] = match;
  const denominator = plain(below);
  if (denominator === 0) return null;
  const value = Number(whole) + plain(above) / denominator;
  return { value: isNegative(sign) ? -value : value, length: all.length };
}

function parseDecimal(text: string): { value: number; length: number } | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [all, sign = "", digits = "", exponent, power] = match;
  const scale = 10 ** plain(exponent ?? power ?? "0");
  const value = plain(digits) * scale;
  return { value: isNegative(sign) ? -value : value, length: all.length };
}

function plain(digits: string): number {
  return Number(digits.replace(/[−–]/g, "-").replace(/[,\s ]/g, ""));
}

function isNegative(sign: string): boolean {
  return /[-−–]/.test(sign);
}

/**
 * Whether two numbers are the same within a relative tolerance (of the truth; absolute where that is 0). A percentage
 * agrees with its number and with its share; known units must agree where both sides have one.
 */
export function sameNumber(
  answer: NumericAnswer,
  truth: NumericAnswer,
  tolerance: number,
): boolean {
  if (UNITS.has(answer.unit) && UNITS.has(truth.unit) && answer.unit !== truth.unit) return false;
  const isNear = (a: number, b: number) =>
    Math.abs(a - b) <= tolerance * (b === 0 ? 1 : Math.abs(b)) + Number.EPSILON * Math.abs(b);
  if (isNear(answer.value, truth.value)) return true;
  if (answer.isPercent === truth.isPercent) return false;
  return answer.isPercent
    ? isNear(answer.value / 100, truth.value)
    : isNear(answer.value, truth.value / 100);
}
