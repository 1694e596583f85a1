// All that a report tells, gathered before it is written.
import type { RunFile } from "../../domain/run.ts";
import type { VerdictReport } from "../../domain/study.ts";
import type { DomainSlots } from "../../store/domainSlots.ts";
import type { SampleChain, Samples } from "../../store/reportSource.ts";
import { changedSince } from "../evaluate/verdictSummary.ts";

/** A chain with its image as it stands in a page. */
export interface ReportedChain extends Omit<SampleChain, "image"> {
  /** data: address; null where the chain has no image that came along. */
  image: string | null;
}

export type ReportedSamples =
  | (Omit<Extract<Samples, { kind: "chains" }>, "chains"> & { chains: ReportedChain[] })
  | Extract<Samples, { kind: "none" }>;

export interface ReportContent {
  /** What the run is called; null for the present one, which has no name yet. */
  name: string | null;
  run: RunFile;
  /** Why it failed, in words; null where it did not. */
  failure: string | null;
  /** Address that sets the app up for this run, and what is not in it. */
  link: string;
  linkOmits: readonly string[];
  /** Null where none was reached on these data and settings. */
  verdict: VerdictReport | null;
  samples: ReportedSamples;
  slots: DomainSlots;
  /** ISO date and time of the report. */
  madeAt: string;
}

/** A verdict tells of a run only where both are of the same data and settings. */
export function verdictOn(run: RunFile, verdict: VerdictReport | null): VerdictReport | null {
  if (verdict === null || verdict.source !== run.data.source) return null;
  return changedSince(verdict, run.config).length === 0 ? verdict : null;
}

/** The images as data: addresses; one that cannot be read is left out. */
export async function withImages(samples: Samples): Promise<ReportedSamples> {
  if (samples.kind === "none") return samples;
  const chains = await Promise.all(
    samples.chains.map(async ({ image, ...chain }): Promise<ReportedChain> => {
      if (image === null) return { ...chain, image: null };
      return { ...chain, image: await dataAddress(image).catch(() => null) };
    }),
  );
  return { ...samples, chains };
}

function dataAddress(blob: Blob): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === "string" ? reader.result : null);
    reader.onerror = () => reject(reader.error ?? new Error("the image cannot be read"));
    reader.readAsDataURL(blob);
  });
}
