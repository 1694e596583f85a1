// Whether two exported runs are the same: config, every point, weights, the PRM's bytes and the scores; time alone
// may differ. On WebGPU up to what floats differ by when a run moves between devices.
import { strFromU8, unzipSync } from "fflate";
import type { RunFile } from "../../src/domain/run.ts";

export interface ExportedRun {
  run: RunFile;
  prm: Uint8Array;
  scores: string;
}

const PRM = "prm.safetensors";

/** Throws Error where the archive holds no run. */
export function readExport(zip: Uint8Array): ExportedRun {
  const files = unzipSync(zip);
  const [run, prm, scores] = [files["run.json"], files[PRM], files["scores.jsonl"]];
  if (!run || !prm || !scores) {
    throw new Error(`the export holds only ${Object.keys(files).join(", ")}`);
  }
  return { run: JSON.parse(strFromU8(run)) as RunFile, prm, scores: strFromU8(scores) };
}

/** Everything in which they differ, in words; empty where they are the same to the last bit. */
export function differencesOf(run: ExportedRun, reference: ExportedRun): string[] {
  const differences: string[] = [];
  const same = (what: string, ours: unknown, theirs: unknown) => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) differences.push(what);
  };
  same("config", run.run.config, reference.run.config);
  same("data", run.run.data, reference.run.data);
  const [ours, theirs] = [run.run.history, reference.run.history];
  if (ours.length !== theirs.length) {
    differences.push(`history has ${ours.length} points, should have ${theirs.length}`);
  }
  const first = theirs.findIndex((record, i) => fieldsThatDiffer(ours[i], record).length > 0);
  if (first >= 0) {
    const fields = fieldsThatDiffer(ours[first], theirs[first]).join(", ");
    differences.push(`history from step ${theirs[first]?.step} on (${fields})`);
  }
  same("final weights", run.run.finalWeights, reference.run.finalWeights);
  same("learned weights", run.run.weights, reference.run.weights);
  same("held-out measurements", run.run.evaluation?.main, reference.run.evaluation?.main);
  if (!Buffer.from(run.prm).equals(Buffer.from(reference.prm))) differences.push(PRM);
  if (run.scores !== reference.scores) differences.push("scores.jsonl");
  return differences;
}

/** The largest difference of a final weight, relative to the reference's. */
export function weightDistance(run: ExportedRun, reference: ExportedRun): number {
  const ours = run.run.finalWeights;
  return Math.max(
    ...Object.entries(reference.run.finalWeights).map(
      ([domain, weight]) => Math.abs((ours[domain] ?? Number.NaN) - weight) / weight,
    ),
  );
}

/** Fields of a point but for what the clock says, whatever their order. */
function fieldsThatDiffer(ours: object | undefined, theirs: object | undefined): string[] {
  if (!ours || !theirs) return ["missing"];
  const [left, right] = [new Map(Object.entries(ours)), new Map(Object.entries(theirs))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) => {
    const [a, b] = [JSON.stringify(left.get(name)), JSON.stringify(right.get(name))];
    return name === "elapsedMs" || a === b ? [] : [`${name}: ${a}, should be ${b}`];
  });
}
