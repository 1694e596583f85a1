// The colours a picture of a chart is drawn in. A picture leaves the page, so it holds colours themselves
// and no variable of the page's style sheet.

export interface ChartTheme {
  surface: string;
  text: string;
  textMuted: string;
  grid: string;
  axis: string;
  reference: string;
  /** A font-family list. */
  font: string;
  /** The colour itself for what a series is given as ("var(--domain-3)"). */
  colorOf: (color: string) => string;
}

const VARIABLE = /var\((--[\w-]+)\)/g;
/** Variables may be given as others; deeper than this they are a circle. */
const MOST_LEVELS = 4;

/**
 * The theme of a set of tokens.
 * @param tokenValue the value of a token ("--surface"); empty where there is none, which leaves text black.
 */
export function themeOf(tokenValue: (token: string) => string): ChartTheme {
  const resolve = (color: string) => {
    let resolved = color;
    for (let level = 0; level < MOST_LEVELS && resolved.includes("var("); level++) {
      resolved = resolved.replace(VARIABLE, (_, token: string) => tokenValue(token).trim());
    }
    return resolved === "" || resolved.includes("var(") ? "#000000" : resolved;
  };
  const of = (token: string) => resolve(`var(${token})`);
  return {
    surface: of("--surface"),
    text: of("--text"),
    textMuted: of("--text-muted"),
    grid: of("--grid"),
    axis: of("--border-strong"),
    reference: of("--reference"),
    font: tokenValue("--font").trim() || "sans-serif",
    colorOf: resolve,
  };
}

/** The theme the page is shown in now. */
export function shownTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  return themeOf((token) => style.getPropertyValue(token));
}

/** For pictures inside a page that has the tokens itself: its variables, which follow its theme. */
export const TOKEN_THEME: ChartTheme = {
  surface: "var(--surface)",
  text: "var(--text)",
  textMuted: "var(--text-muted)",
  grid: "var(--grid)",
  axis: "var(--border-strong)",
  reference: "var(--reference)",
  font: "inherit",
  colorOf: (color) => color,
};
