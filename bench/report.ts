// The results as Markdown: for the terminal, and between two markers of the README.
import { readFileSync, writeFileSync } from "node:fs";
import { FROZEN, LEXICAL } from "./problem.ts";
import type { BenchResults, ResultRow } from "./results.ts";

const BEGIN = "<!-- bench -->";
const END = "<!-- /bench -->";

const LABELS: Record<string, string> = {
  "ours.webgpu": "**fused engine, WebGPU**",
  "ours.cpu": "**fused engine, processor**",
  "reference.webgpu": "TensorFlow.js op by op, WebGPU",
  "reference.wasm": "TensorFlow.js op by op, wasm",
  "jax.webgpu": "jax-js, jitted, WebGPU",
  "jax.wasm": "jax-js, jitted, wasm",
  "pytorch.cpu": "PyTorch, processor",
  "pytorch.cuda": "PyTorch, CUDA, eager",
  "pytorch.cudaCompiled": "PyTorch, CUDA, compiled",
};

/** Three digits that matter. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toPrecision(3).replace(/\.?0+$/, "");
}

const spread = ({ median, q1, q3 }: ResultRow) =>
  `${shortNumber(median)} (${shortNumber(q1)}–${shortNumber(q3)})`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "--:"))), ...rows.map(line)].join(
    "\n",
  );
}

function lowerTable(results: BenchResults, encoder: string): string | null {
  const measurement = `${encoder}.lowerStep`;
  const rows = results.rows.filter((row) => row.measurement === measurement);
  const missing = results.leftOut.filter((one) => one.measurement === measurement);
  if (rows.length + missing.length === 0) return null;
  const orNothing = (value: number | null) => (value === null ? "" : shortNumber(value));
  return table(
    [`${encoder}`, "ms a lower step", "steps/s", "dispatches", "submissions", "MB"],
    [
      ...rows.map((row) => [
        LABELS[row.name] ?? row.name,
        spread(row),
        shortNumber(1000 / row.median),
        row.dispatches ? orNothing(row.dispatches) : "",
        row.submissions ? orNothing(row.submissions) : "",
        orNothing(row.bytes === null ? null : row.bytes / 1e6),
      ]),
      ...missing.map(({ name, reason }) => [LABELS[name] ?? name, reason, "", "", "", ""]),
    ],
  );
}

function upperTable(results: BenchResults): string | null {
  const rows = results.rows.filter((row) => row.name === "upper step");
  if (rows.length === 0) return null;
  return table(
    ["upper level", "vanilla, ms a lower step", "bilevel, ms a lower step", "ms an upper step"],
    rows.map((row) => {
      const of = (name: string) => {
        const found = results.rows.find(
          (other) => other.measurement === row.measurement && other.name === name,
        );
        return found ? spread(found) : "";
      };
      const [encoder, , preset] = row.measurement.split(".");
      const estimator = preset === "darts" ? "DARTS, U = 5" : "default settings";
      return [
        `${encoder}, ${estimator}: ${LABELS[row.peer] ?? row.peer}`,
        of("vanilla"),
        of("bilevel"),
        spread(row),
      ];
    }),
  );
}

/** Heads beside the lexical encoder, each with its default batch. */
function headTable(results: BenchResults): string | null {
  const rowsOf = (kind: string) =>
    results.rows.filter(({ measurement }) => measurement.startsWith(`frozen.${kind}.`));
  const bilevel = rowsOf("bilevel");
  if (bilevel.length === 0) return null;
  const batch = ({ name }: ResultRow) => (name === "lexical" ? LEXICAL : FROZEN).batchSize;
  const rate = (row: ResultRow) => (1000 * batch(row)) / row.median;
  return table(
    [
      "frozen encoder",
      "rows a step",
      "ms a lower step",
      "ms a bilevel step",
      "rows/s, bilevel",
      "× lexical",
    ],
    bilevel.map((row) => {
      const lower = rowsOf("lower").find(
        ({ name, peer }) => name === row.name && peer === row.peer,
      );
      const lexical = bilevel.find(({ name, peer }) => name === "lexical" && peer === row.peer);
      return [
        `${row.name}: ${LABELS[row.peer] ?? row.peer}`,
        shortNumber(batch(row)),
        lower ? spread(lower) : "",
        spread(row),
        shortNumber(rate(row)),
        lexical ? shortNumber(rate(row) / rate(lexical)) : "",
      ];
    }),
  );
}

function scalingTables(results: BenchResults): string[] {
  const bySeries = new Map<string, ResultRow[]>();
  for (const row of results.rows) {
    if (!row.measurement.includes(".scaling.")) continue;
    const series = row.measurement.split(".").slice(0, 3).join(".");
    bySeries.set(series, [...(bySeries.get(series) ?? []), row]);
  }
  return [...bySeries].map(([series, rows]) => {
    const [encoder, , scale] = series.split(".");
    const values = [...new Set(rows.map((row) => row.name))];
    const peers = [...new Set(rows.map((row) => row.peer))];
    return table(
      [`${encoder}, ms a lower step by ${scale}`, ...values.map((v) => shortNumber(Number(v)))],
      peers.map((peer) => [
        LABELS[peer] ?? peer,
        ...values.map((value) => {
          const row = rows.find((one) => one.peer === peer && one.name === value);
          return row ? shortNumber(row.median) : "";
        }),
      ]),
    );
  });
}

function ratioTable(results: BenchResults): string | null {
  const entries = Object.entries(results.ratios);
  if (entries.length === 0) return null;
  return table(
    ["ratio of alternating pairs", "median", "quartiles"],
    entries.map(([key, value]) => {
      const known = results.ratioSpread[key];
      const quartiles = known ? `${shortNumber(known.q1)}–${shortNumber(known.q3)}` : "";
      return [`\`${key}\``, shortNumber(value), quartiles];
    }),
  );
}

function scoringLine(results: BenchResults): string | null {
  const parts = ["lexical", "transformer"].flatMap((encoder) => {
    const row = results.rows.find(
      (one) => one.measurement === `${encoder}.scoring` && one.name === "chain of ten steps",
    );
    if (!row) return [];
    const chains = Number(/\d+/.exec(row.unit)?.[0]);
    return [`${encoder} ${shortNumber((1000 * chains) / row.median)} chains a second`];
  });
  return parts.length === 0 ? null : `Scoring chains of ten steps: ${parts.join(", ")}.`;
}

/** Everything found, as Markdown. */
export function reportOf(results: BenchResults): string {
  const machine = Object.entries(results.machine).map(([key, value]) => `${key} ${value}`);
  return [
    `Medians (quartiles) of alternating rounds; ${machine.join(", ")}.`,
    lowerTable(results, "lexical"),
    lowerTable(results, "transformer"),
    upperTable(results),
    headTable(results),
    scoringLine(results),
    ...scalingTables(results),
    ratioTable(results),
  ]
    .filter((part) => part !== null)
    .join("\n\n");
}

/** Replaces what stands between the README's markers. Throws an Error where it has none. */
export function writeIntoReadme(path: string, report: string): void {
  const text = readFileSync(path, "utf8");
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${path} has no ${BEGIN} … ${END}`);
  writeFileSync(path, `${text.slice(0, from + BEGIN.length)}\n\n${report}\n\n${text.slice(to)}`);
}
