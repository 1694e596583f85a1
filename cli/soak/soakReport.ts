// What a soak found, as a table: one line a check, with its bound, and whether it holds.
import { alignColumns } from "../textTable.ts";
import { growthOf } from "./growth.ts";
import type { SoakBackend } from "./soakArguments.ts";
import type { SoakSample } from "./soakTraining.ts";

export interface Finding {
  what: string;
  value: string;
  /** In words; empty for what is only told. */
  bound: string;
  isGood: boolean;
  /** Lines below it. */
  more?: readonly string[];
}

const MB = 2 ** 20;
/**
 * What may come on top while the page stays: at least this many MB (caches that fill, the history of a run, heaps
 * that are laid out anew), or this share of what there is.
 */
const BOUNDS: readonly {
  what: string;
  of: (sample: SoakSample) => number;
  unit: string;
  least: number;
  share: number;
}[] = [
  { what: "page heap", of: ({ pageBytes }) => pageBytes / MB, unit: "MB", least: 4, share: 0.1 },
  {
    what: "worker heap",
    of: ({ workerBytes }) => workerBytes / MB,
    unit: "MB",
    least: 4,
    share: 0.1,
  },
  {
    what: "WebAssembly memory",
    of: ({ holdings }) => holdings.wasmBytes / MB,
    unit: "MB",
    least: 1,
    share: 0.02,
  },
  {
    what: "GPU buffers",
    of: ({ holdings }) => holdings.gpuBuffers,
    unit: "buffers",
    least: 4,
    share: 0.02,
  },
  {
    what: "GPU memory",
    of: ({ holdings }) => holdings.gpuBytes / MB,
    unit: "MB",
    least: 1,
    share: 0.02,
  },
  {
    what: "browser, all processes",
    of: ({ residentBytes }) => residentBytes / MB,
    unit: "MB",
    least: 80,
    share: 0.15,
  },
];

/** Growth of every kind of memory against its bound; one finding that fails where there are too few samples. */
export function growthFindings(backend: SoakBackend, samples: readonly SoakSample[]): Finding[] {
  return BOUNDS.map(({ what, of, unit, least, share }): Finding => {
    const growth = growthOf(samples.map((sample) => ({ at: sample.at, value: of(sample) })));
    if (growth === null) {
      return {
        what: `${backend}: ${what}`,
        value: `${samples.length} samples`,
        bound: "4 samples",
        isGood: false,
      };
    }
    const bound = Math.max(least, share * growth.median);
    return {
      what: `${backend}: ${what} grown over ${growth.samples} samples`,
      value: `${growth.grown.toFixed(1)} of ${growth.median.toFixed(1)} ${unit}`,
      bound: `${bound.toFixed(1)} ${unit}`,
      isGood: growth.grown <= bound,
    };
  });
}

export function soakTable(findings: readonly Finding[]): string {
  const lines = alignColumns([
    ["", "found", "bound", ""],
    ...findings.map(({ what, value, bound, isGood }) => [
      what,
      value,
      bound,
      bound === "" ? "" : isGood ? "ok" : "FAILED",
    ]),
  ]);
  const [head = "", ...rows] = lines;
  return [
    head,
    ...findings.flatMap(({ more = [] }, i) => [
      rows[i] ?? "",
      ...more.map((line) => `    ${line}`),
    ]),
  ].join("\n");
}
