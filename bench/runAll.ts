// One benchmark run, wherever its peers live: all measurements, the report, the files, the exit status.
import { writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { EXIT } from "../cli/usageError.ts";
import type { OpenSession, Progress } from "./alternate.ts";
import { measureBilevelSteps } from "./measure/bilevelSteps.ts";
import type { BenchContext } from "./measure/context.ts";
import { measureHeads } from "./measure/heads.ts";
import { measureLowerSteps } from "./measure/lowerSteps.ts";
import { measureScaling } from "./measure/scaling.ts";
import { measureScoring } from "./measure/scoring.ts";
import type { BenchOptions } from "./options.ts";
import type { PeerName } from "./peers/workload.ts";
import { reportOf, writeIntoReadme } from "./report.ts";
import { ResultsBuilder } from "./results.ts";

const README = fileURLToPath(new URL("../README.md", import.meta.url));

export interface BenchRun extends Progress {
  options: BenchOptions;
  peers: readonly PeerName[];
  open: OpenSession;
  /** Whether sessions share a process (bench:gpu) or have one each. */
  hasOneProcess: boolean;
  /** Besides processor and memory. */
  machine: Record<string, string>;
  /** Peers that cannot take part at all, and why. */
  missing: readonly { name: PeerName; reason: string }[];
}

const measures = {
  lower: measureLowerSteps,
  bilevel: measureBilevelSteps,
  scoring: measureScoring,
  scaling: measureScaling,
};

/** What is measured of an encoder, as far as it was asked for. */
async function measureEncoder(
  context: BenchContext,
  encoder: BenchOptions["encoders"][number],
  asked: BenchOptions["measurements"],
): Promise<void> {
  for (const measurement of asked) {
    // Heads are measured beside the lexical encoder, in ways of their own.
    if (encoder === "frozen" && measurement === "heads") await measureHeads(context);
    if (encoder !== "frozen" && measurement !== "heads")
      await measures[measurement](context, encoder);
  }
}

/** Returns the exit status: 1 where losses differ or one of our own engines failed. */
export async function runAll(run: BenchRun): Promise<number> {
  const { options, log, progress } = run;
  const results = new ResultsBuilder({
    date: new Date().toISOString().slice(0, 10),
    system: `${platform()} ${arch()}`,
    processor: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
    "memory GB": Math.round(totalmem() / 2 ** 30),
    ...run.machine,
    "load before": Number((loadavg()[0] ?? 0).toFixed(1)),
  });
  const context: BenchContext = {
    peers: run.peers,
    open: run.open,
    hasOneProcess: run.hasOneProcess,
    isQuick: options.isQuick,
    results,
    log,
    progress,
  };
  for (const encoder of options.encoders) {
    for (const { name, reason } of encoder === "frozen" ? [] : run.missing) {
      results.leaveOut(`${encoder}.lowerStep`, name, reason);
    }
    await measureEncoder(context, encoder, options.measurements);
  }
  const report = reportOf(results.results);
  console.log(report);
  if (options.json !== null) {
    writeFileSync(options.json, `${JSON.stringify(results.results, null, 1)}\n`);
  }
  const { faults } = results.results;
  for (const fault of faults) console.error(`error: ${fault}`);
  if (faults.length > 0) return EXIT.failed;
  if (options.writesReadme) writeIntoReadme(README, report);
  return EXIT.done;
}
