// LaTeX answers brought to one form, after the normalisation that MATH and its followers use: what only sets
// type is dropped, and what can be written in several ways is written in one.

const SPACING =
  /\\(?:[,;:! ]|quad\b|qquad\b|left\b|right\b|big\b|Big\b|bigg\b|Bigg\b|displaystyle\b|limits\b)/g;
const TEXT = /\\(?:text|mathrm|textbf|mathbf|mbox|textit|operatorname|rm)\s*\{([^{}]*)\}/g;
const SYNONYMS: readonly [RegExp, string][] = [
  [/\\[dtc]frac\b/g, "\\frac"],
  [/\\(?:le|leqslant)\b/g, "\\leq"],
  [/\\(?:ge|geqslant)\b/g, "\\geq"],
  [/\\(?:ne)\b/g, "\\neq"],
  [/\\(?:cdot|times|ast)\b/g, "*"],
  [/\\(?:lbrace)\b|\\\{/g, "\\{"],
  [/\\(?:rbrace)\b|\\\}/g, "\\}"],
  [/\\infinity\b|∞/g, "\\infty"],
  [/π/g, "\\pi"],
  [/√/g, "\\sqrt"],
  [/−|–/g, "-"],
];

/** One form of a LaTeX answer; texts that mean the same mostly become the same. */
export function normaliseLatex(answer: string): string {
  let text = unboxed(answer)
    .replace(/^\s*\$+|\$+\s*$/g, "")
    .replace(/^\s*\\[([]|\\[)\]]\s*$/g, "")
    .replace(SPACING, "")
    .replace(TEXT, "$1");
  for (const [pattern, form] of SYNONYMS) text = text.replace(pattern, () => form);
  text = text
    .replace(/\^\s*\{?\s*\\circ\s*\}?|°|\\degree\b/g, "")
    .replace(/\\?%|\\?\$/g, "")
    .replace(/\s+/g, "")
    .replace(/(\d),(?=\d{3}(?:\D|$))/g, "$1")
    .replace(/\.$/, "");
  text = text.replace(/^[a-zA-Z](?:\([a-z]\))?=(?!=)/, "");
  text = text
    .replace(/\\frac(\d)(\d)/g, "\\frac{$1}{$2}")
    .replace(/\\frac(\d)\{/g, "\\frac{$1}{")
    .replace(/\\frac\{([^{}]*)\}(\d)/g, "\\frac{$1}{$2}")
    .replace(/\\sqrt(\w)/g, "\\sqrt{$1}")
    .replace(/([_^])\{(\w)\}/g, "$1$2")
    .replace(/(?<![\d.])\.(\d)/g, "0.$1")
    .replace(/(\.\d*?)0+(?!\d)/g, "$1")
    .replace(/\.(?!\d)/g, "");
  text = text.replace(/^(-?)(\\?\w+)\/(\\?\w+)$/, "$1\\frac{$2}{$3}");
  return text.replace(/^\\frac\{-([^{}]*)\}/, "-\\frac{$1}");
}

/** What stands in the last \boxed{…} or \fbox{…}, braces nested; the text itself where there is none. */
export function unboxed(text: string): string {
  const at = Math.max(text.lastIndexOf("\\boxed{"), text.lastIndexOf("\\fbox{"));
  if (at < 0) return text;
  const start = text.indexOf("{", at) + 1;
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return text.slice(start, i);
  }
  return text;
}
