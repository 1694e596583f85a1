// The tokens' colours: WCAG AA of whatever stands on whatever, in both themes, and how far the fifteen domain
// colours are apart, also for eyes that lack one kind of cone.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DOMAIN_COLOR_COUNT, domainDash } from "../src/ui/theme/domainColor.ts";

type Rgb = readonly [number, number, number];

const css = readFileSync(new URL("../src/ui/theme/tokens.css", import.meta.url), "utf8");

/** Colours of the rule with this selector, by the token's name. */
function tokensOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const rule = css.slice(start, css.indexOf("\n}", start));
  return Object.fromEntries(
    [...rule.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, color]) => [name, color]),
  );
}

const light = tokensOf(":root");
const THEMES = { light, dark: { ...light, ...tokensOf(':root[data-theme="dark"]') } };
const EACH = Object.entries(THEMES);

/** Linear sRGB, each in [0, 1]. */
function linear(color: string): Rgb {
  const part = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

/** WCAG 2.2's contrast ratio. */
function contrast(one: string, other: string): number {
  const luminance = (color: string) => {
    const [r, g, b] = linear(color);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function below(tokens: Record<string, string>, pairs: readonly [string, string][], least: number) {
  return pairs
    .map(([mark, ground]) => {
      const [color, surface] = [tokens[mark], tokens[ground]];
      if (color === undefined || surface === undefined) throw new Error(`no ${mark} or ${ground}`);
      return { pair: `${mark} on ${ground}`, ratio: contrast(color, surface) };
    })
    .filter(({ ratio }) => ratio < least);
}

const across = (marks: readonly string[], grounds: readonly string[]) =>
  marks.flatMap((mark) => grounds.map((ground): [string, string] => [mark, ground]));

const SURFACES = ["surface", "surface-sunken", "surface-raised", "surface-hover"];
const SIGNALS = ["accent", "positive", "warning", "negative"];
const TEXTS = ["text", "text-muted", "text-faint", ...SIGNALS];

test.each(EACH)("%s: every text can be read on every surface", (_, tokens) => {
  const onSurfaces = across(TEXTS, [...SURFACES, "accent-soft"]);
  const onSoft = SIGNALS.flatMap((signal) =>
    across([signal, "text", "text-muted"], [`${signal}-soft`]),
  );
  const onAccent = across(["on-accent"], ["accent", "accent-hover"]);
  expect(below(tokens, [...onSurfaces, ...onSoft, ...onAccent], 4.5)).toEqual([]);
});

test.each(EACH)("%s: marks and the edges of controls stand out", (_, tokens) => {
  const marks = across(["border-strong", "reference", ...SIGNALS], SURFACES);
  const lines = Array.from({ length: DOMAIN_COLOR_COUNT }, (__, slot) => `domain-${slot}`);
  expect(below(tokens, [...marks, ...across(lines, ["surface"])], 3)).toEqual([]);
});

/** Linear sRGB as seen without one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1. */
const EYES: Record<string, readonly [Rgb, Rgb, Rgb]> = {
  "all cones": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Ottosson's OKLab. */
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const dot = (a: Rgb, b: Rgb) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const clamped = (value: number) => Math.min(1, Math.max(0, value));

const SEEN = EACH.flatMap(([theme, tokens]) =>
  Object.entries(EYES).map(([eyes, rows]) => ({ theme, eyes, rows, tokens })),
);

test.each(SEEN)("$theme, $eyes: domains are told apart by colour, the nearest by dash", (seen) => {
  const colors = Array.from({ length: DOMAIN_COLOR_COUNT }, (_, slot) => {
    const rgb = linear(seen.tokens[`domain-${slot}`] ?? "");
    const [r, g, b] = seen.rows.map((row) => clamped(dot(row, rgb)));
    return oklab([r ?? 0, g ?? 0, b ?? 0]);
  });
  const tooNear = colors.flatMap((color, one) =>
    colors.slice(one + 1).flatMap((other, offset) => {
      const slots = [one, one + 1 + offset];
      const distance = Math.hypot(...color.map((part, axis) => part - (other[axis] ?? 0)));
      const isSameDash = domainDash(slots[0] ?? 0) === domainDash(slots[1] ?? 0);
      return distance < (isSameDash ? 0.095 : 0.04) ? [{ slots, distance }] : [];
    }),
  );
  expect(tooNear).toEqual([]);
});

test("what is painted before the style sheet has come is the tokens' colour", () => {
  const early = readFileSync(new URL("../public/theme.js", import.meta.url), "utf8");
  expect(early).toContain(`"${THEMES.dark["surface"]}" : "${THEMES.light["surface"]}"`);
});
