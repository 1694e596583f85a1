// What a benchmark run found, as it is written to the JSON file.

import type { Agreement } from "./agreement.ts";
import type { Alternation, Series } from "./alternate.ts";
import { pairedRatios, type Summary, summary } from "./statistics.ts";

export interface ResultRow extends Summary {
  /** Which measurement ("lexical.lowerStep"). */
  measurement: string;
  /** Who, and under what ("ours.cpu", "ours.cpu, 200 domains"). */
  name: string;
  peer: string;
  device: string;
  unit: string;
  /** Every round, in order; null where it sat out. */
  samples: (number | null)[];
  /** Of one step: asked of the GPU; null where unknown. */
  dispatches: number | null;
  submissions: number | null;
  /** Alive after the last round: GPU buffers and WebAssembly memories, or PyTorch's process above an idle one. */
  bytes: number | null;
}

export interface LeftOut {
  measurement: string;
  name: string;
  reason: string;
}

export interface BenchResults {
  machine: Record<string, string | number>;
  rows: ResultRow[];
  /** Medians of the ratios of alternating pairs. */
  ratios: Record<string, number>;
  /** The same with their quartiles. */
  ratioSpread: Record<string, Summary>;
  agreements: Record<string, Agreement>;
  leftOut: LeftOut[];
  faults: string[];
}

/** Collects what the measurements find. */
export class ResultsBuilder {
  readonly results: BenchResults;

  constructor(machine: BenchResults["machine"]) {
    this.results = {
      machine,
      rows: [],
      ratios: {},
      ratioSpread: {},
      agreements: {},
      leftOut: [],
      faults: [],
    };
  }

  /** Adds an alternation's series. A failure of our own engines is a fault; a peer may be left out. */
  add(measurement: string, { series, failures }: Alternation, unit = "ms a step"): void {
    for (const one of series) this.results.rows.push(rowOf(measurement, one, unit));
    for (const { contender, reason } of failures) {
      this.leaveOut(measurement, contender.name, reason);
      if (/^(ours|reference)\./.test(contender.peer)) {
        this.results.faults.push(`${measurement}: ${contender.name} failed: ${reason}`);
      }
    }
  }

  leaveOut(measurement: string, name: string, reason: string): void {
    this.results.leftOut.push({ measurement, name, reason });
  }

  agreement(measurement: string, agreement: Agreement): void {
    this.results.agreements[measurement] = agreement;
    this.results.faults.push(...agreement.faults.map((fault) => `${measurement}: ${fault}`));
  }

  /**
   * Time of `of` over time of `over`, round by round; nothing where either is missing. Times `work`: how many
   * times as much a step of `over` does.
   */
  ratio(key: string, { series }: Alternation, of: string, over: string, work = 1): void {
    const find = (name: string) => series.find(({ contender }) => contender.name === name);
    const [a, b] = [find(of), find(over)];
    if (!a || !b) return;
    const ratios = pairedRatios(a.stepMs, b.stepMs).map((ratio) => work * ratio);
    if (ratios.length === 0) return;
    const spread = summary(ratios);
    this.results.ratios[key] = spread.median;
    this.results.ratioSpread[key] = spread;
  }
}

function rowOf(measurement: string, series: Series, unit: string): ResultRow {
  const { contender, device, stepMs, stepsARound, last } = series;
  const { counts, processBytes } = last;
  return {
    measurement,
    name: contender.name,
    peer: contender.peer,
    device,
    unit,
    samples: stepMs,
    ...summary(stepMs.filter((ms) => ms !== null)),
    dispatches: counts ? counts.dispatches / stepsARound : null,
    submissions: counts ? counts.submissions / stepsARound : null,
    bytes: processBytes ?? (counts ? counts.gpuBytes + counts.wasmBytes : null),
  };
}
