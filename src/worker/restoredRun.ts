// A training brought back from what the browser kept: its points, measurements and PRM are there at once; a
// device is asked for only when it goes on.
import { learnedWeights } from "../domain/learnedWeights.ts";
import type { WorkspaceItem } from "../domain/workspace.ts";
import type { DeviceChoice } from "../engine/device.ts";
import { readSafetensors, type SavedPrm } from "../engine/prm/safetensors.ts";
import { decodeCheckpoint } from "./kept/keptCheckpoint.ts";
import { decodePoints } from "./kept/keptPoints.ts";
import { checkpointPart, prmPart, type RoleItem } from "./kept/runItem.ts";
import type { MadeRun } from "./madeRun.ts";
import type { RunStart } from "./trainingRun.ts";

export class RestoredRun implements MadeRun {
  readonly role;
  readonly config;
  readonly encoder;
  readonly domains;
  readonly data;
  readonly history;
  readonly evaluations;
  readonly backend;
  readonly step;
  readonly isDone;
  readonly weights: Float64Array;
  /** What was made of a frozen encoder's vectors, in words. */
  readonly encoderNote: string | null;
  /** α held fixed; null where they are learned. */
  readonly fixedWeights: Float64Array | null;
  readonly choice: DeviceChoice;
  /** Where it goes on. */
  readonly from: RunStart;
  /** As it was kept. */
  readonly item: RoleItem;
  private readonly prm: SavedPrm;

  constructor(item: RoleItem, prm: SavedPrm, from: RunStart) {
    this.item = item;
    this.prm = prm;
    this.from = from;
    this.role = item.role;
    this.config = item.config;
    this.encoder = prm.encoder;
    this.domains = item.domains;
    this.data = item.data;
    this.history = from.history;
    this.evaluations = from.evaluations;
    this.backend = item.backend;
    this.step = item.step;
    this.isDone = item.isDone;
    this.weights = Float64Array.from(item.weights);
    this.encoderNote = item.encoderNote;
    this.fixedWeights = item.fixedWeights ? Float64Array.from(item.fixedWeights) : null;
    this.choice = item.choice;
  }

  async savedPrm(): Promise<SavedPrm> {
    return this.prm;
  }

  timing() {
    return this.item.timing;
  }

  learnedWeights(): Float64Array {
    return learnedWeights(this.history, this.domains.length, this.config.upper.shrinkage);
  }

  dispose(): void {}
}

/** Throws StudioError("data") where a part of it is damaged. */
export async function restoreRun(
  item: RoleItem,
  parts: WorkspaceItem["parts"],
): Promise<RestoredRun> {
  const { role, step, elapsedMs, evaluations } = item;
  const bytesOf = async (name: string) => await parts[name]!.arrayBuffer();
  const checkpoint = decodeCheckpoint(await bytesOf(checkpointPart(role)), checkpointPart(role));
  const prm = readSafetensors(new Uint8Array(await bytesOf(prmPart(role))));
  let history: RunStart["history"] = [];
  for (const name of item.points) {
    const records = decodePoints(await bytesOf(name), name);
    const first = records[0]?.step ?? Number.POSITIVE_INFINITY;
    // A part that begins before the last ended was written after the run had gone back to a checkpoint.
    if ((history.at(-1)?.step ?? -1) >= first) {
      history = history.filter((record) => record.step < first);
    }
    for (const record of records) history.push(record);
  }
  history = history.filter((record) => record.step <= step);
  return new RestoredRun(item, prm, { checkpoint, history, evaluations, elapsedMs });
}
