import { expect, test } from "vitest";
import type { ChartData, ChartSeries } from "../chartSeries.ts";
import { chartSvg } from "./chartSvg.ts";
import { TOKEN_THEME, themeOf } from "./chartTheme.ts";

const TOKENS: Record<string, string> = {
  "--surface": " #ffffff",
  "--text": "#111111",
  "--text-muted": "#555555",
  "--grid": "#eeeeee",
  "--border-strong": "#888888",
  "--reference": "var(--text-muted)",
  "--font": 'system-ui, "Segoe UI", sans-serif',
  "--domain-0": "#8191c2",
};
const theme = themeOf((token) => TOKENS[token] ?? "");
const SIZE = { width: 640, height: 400, theme };

const series = (more: Partial<ChartSeries> = {}): ChartSeries => ({
  id: "a",
  name: "algebra",
  color: "var(--domain-0)",
  dash: "6 3",
  x: Float64Array.of(0, 100, 200),
  raw: Float64Array.of(1, 3, 2),
  smooth: null,
  hasDots: false,
  ...more,
});

const chart = (more: Partial<ChartData> = {}): ChartData => ({
  id: "weights",
  title: "Domain weights",
  caption: "Seed 1 · step 200 of 200",
  valueName: "Weight",
  xName: "Lower step",
  xUnit: "step",
  valueScale: "linear",
  range: { low: 0, high: 200 },
  reference: 1,
  decay: 0,
  series: [series()],
  formatValue: (value) => String(value),
  formatX: (x) => String(x),
  ...more,
});

const pathsOf = (svg: string, color: string) =>
  [...svg.matchAll(/<path d="([^"]*)" fill="none" stroke="([^"]*)"/g)]
    .filter((match) => match[2] === color)
    .map((match) => match[1]);

test("holds title, legend with its dash, axis names, caption, and colours themselves", () => {
  const svg = chartSvg(chart(), SIZE);
  for (const words of [
    "Domain weights",
    "algebra",
    "Lower step",
    "Weight",
    "Seed 1 · step 200 of 200",
  ]) {
    expect(svg).toContain(`>${words}</text>`);
  }
  expect(svg).not.toContain("var(");
  expect(svg.match(/stroke="#8191c2"[^>]*stroke-dasharray="6 3"/g)).toHaveLength(2);
  expect(svg).toContain('font-family="system-ui, &quot;Segoe UI&quot;, sans-serif"');
});

test("puts the line where its numbers are", () => {
  const svg = chartSvg(chart(), SIZE);
  const [path = ""] = pathsOf(svg, "#8191c2");
  const points = path
    .split(/[ML]/)
    .slice(1)
    .map((pair) => pair.split(" ").map(Number));
  // From the left edge of the plot to its right one; 3 is highest, 1 lowest, 2 half-way.
  expect(points.map(([x]) => x)).toEqual([52, 332, 612]);
  const [low = 0, high = 0, middle = 0] = points.map(([, y]) => y);
  expect(high).toBeLessThan(low);
  expect(middle).toBeCloseTo((low + high) / 2, 0);
});

test("on a logarithmic axis equal factors are equally far, and what is not above 0 is a gap", () => {
  const raw = Float64Array.of(0, 1, 10, 100);
  const x = Float64Array.of(0, 1, 2, 3);
  const svg = chartSvg(
    chart({ valueScale: "log", series: [series({ x, raw })], range: { low: 0, high: 3 } }),
    SIZE,
  );
  const [path = ""] = pathsOf(svg, "#8191c2");
  const ys = path
    .split(/[ML]/)
    .slice(1)
    .map((pair) => Number(pair.split(" ")[1]));
  expect(ys).toHaveLength(3);
  const [one = 0, ten = 0, hundred = 0] = ys;
  expect(one - ten).toBeCloseTo(ten - hundred, 0);
});

test("draws a raw line faint under its average", () => {
  const smooth = Float64Array.of(1, 2, 2);
  const svg = chartSvg(chart({ series: [series({ smooth })] }), SIZE);
  expect(pathsOf(svg, "#8191c2")).toHaveLength(2);
  expect(svg).toContain('opacity="0.28"');
});

test("says how lines were smoothed", () => {
  const smooth = Float64Array.of(1, 2, 2);
  const smoothed = chart({ decay: 0.8, series: [series({ smooth })] });
  expect(chartSvg(smoothed, SIZE)).toContain(
    "step 200 of 200 · smoothed by a moving average (EMA 0.8)<",
  );
  expect(chartSvg(chart(), SIZE)).not.toContain("EMA");
});

test.each([
  [(value: number) => value.toFixed(4), [">1<", ">1.5<", ">3<"]],
  [(value: number) => `${(value * 100).toFixed(1)} %`, [">100 %<", ">150 %<", ">300 %<"]],
  [(value: number) => `${value * 100}`, [">100<", ">150<", ">300<"]],
])("ticks say no more digits than they need", (formatValue, words) => {
  const svg = chartSvg(chart({ formatValue }), SIZE);
  for (const word of words) expect(svg).toContain(word);
});

test("shows the range in sight, cut at its edges", () => {
  const raw = Float64Array.of(1000, 3, 2, 1000);
  const x = Float64Array.of(0, 100, 200, 900);
  const svg = chartSvg(
    chart({ series: [series({ x, raw })], range: { low: 100, high: 200 } }),
    SIZE,
  );
  // The axis is that of the points in sight.
  expect(svg).not.toContain(">1000</text>");
});

test("names stay text, whatever they hold", () => {
  const name = `<script>alert("1")</script>&'\u202e\u0007\ud800`;
  const svg = chartSvg(chart({ title: name, caption: name, series: [series({ name })] }), {
    ...SIZE,
    width: 900,
  });
  expect(svg).not.toContain("<script");
  expect(svg).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids them
  expect(svg).not.toMatch(/[\u0007\u202e]/);
  // Throws at half a surrogate pair.
  expect(() => encodeURIComponent(svg)).not.toThrow();
});

test("fifteen names take as many lines as they need, and the picture grows with them", () => {
  const many = Array.from({ length: 60 }, (_, i) =>
    series({ id: `${i}`, name: `a long name ${i}` }),
  );
  const svg = chartSvg(chart({ series: many }), { ...SIZE, height: 200 });
  const height = Number(/height="(\d+)"/.exec(svg)?.[1]);
  expect(height).toBeGreaterThan(400);
  for (const { name } of many) expect(svg).toContain(`>${name}</text>`);
});

test("a chart without points is axes and words", () => {
  const empty = series({ x: new Float64Array(), raw: new Float64Array() });
  const svg = chartSvg(chart({ series: [empty], reference: null }), SIZE);
  expect(pathsOf(svg, "#8191c2")).toEqual([]);
  expect(svg).not.toContain("NaN");
});

test("inside a page that has the tokens, the picture follows its theme", () => {
  expect(chartSvg(chart(), { ...SIZE, theme: TOKEN_THEME })).toContain('stroke="var(--domain-0)"');
});

test("a token that leads back to itself is black", () => {
  expect(themeOf((token) => `var(${token})`).surface).toBe("#000000");
});
