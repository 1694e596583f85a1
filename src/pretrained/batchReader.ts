// Has a loaded model read units in batches of readings of like length; smaller ones where memory runs short.
import type { ExtractionJob } from "./extractionJob.ts";
import type { Reading } from "./extractionMessages.ts";
import { costOf, type Unit } from "./extractionUnits.ts";
import { MemoryFault, type ModelWorker } from "./modelWorker.ts";

/** Readings in a batch, at most; and their padded length together, in characters. */
const MOST_AT_ONCE = 32;
const MOST_COST = { webgpu: 48_000, wasm: 12_000 } as const;
/** Units whose readings are sorted together; what they give is kept when all of them are read. */
const WINDOW = 32;

/** A reading, and where its vectors belong. */
interface Task {
  reading: Reading;
  cost: number;
  unit: Unit;
  /** First of its vectors within the unit's. */
  first: number;
  vectors: number;
}

export class BatchReader {
  private readonly worker: Pick<ModelWorker, "read">;
  private readonly mostCost: number;
  private mostAtOnce = MOST_AT_ONCE;

  constructor(worker: Pick<ModelWorker, "read">, device: keyof typeof MOST_COST) {
    this.worker = worker;
    this.mostCost = MOST_COST[device];
  }

  /**
   * Vectors by the units' keys, [unit's vectors × d] each.
   * @param onWindow told of every few units when they are read; reading goes on when it is done
   * @throws StudioError where the model fails, memory does not suffice for one, or the job was stopped
   */
  async read(
    units: readonly Unit[],
    job: ExtractionJob,
    onWindow: (vectors: Map<string, Float32Array>) => Promise<void> = async () => {},
  ): Promise<Map<string, Float32Array>> {
    const all = new Map<string, Float32Array>();
    const sorted = [...units].sort((a, b) => a.cost - b.cost);
    for (let from = 0; from < sorted.length; from += WINDOW) {
      const vectors = await this.readWindow(sorted.slice(from, from + WINDOW), job);
      for (const [key, values] of vectors) all.set(key, values);
      await onWindow(vectors);
    }
    return all;
  }

  private async readWindow(units: readonly Unit[], job: ExtractionJob) {
    const tasks = units.flatMap(tasksOf).sort((a, b) => a.cost - b.cost);
    const vectors = new Map<string, Float32Array>();
    const left = new Map(units.map((unit) => [unit.key, unit.vectors]));
    while (tasks.length > 0) {
      await job.gate();
      const batch = tasks.slice(0, this.fitting(tasks));
      const readings = batch.map((task) => task.reading);
      const result = await this.worker.read(readings).catch((error: unknown) => {
        if (!(error instanceof MemoryFault) || batch.length === 1) throw error;
        this.mostAtOnce = Math.floor(batch.length / 2);
        return null;
      });
      if (result === null) continue;
      tasks.splice(0, batch.length);
      const { width, values, cut } = result;
      let row = 0;
      let completed = 0;
      for (const { unit, first, vectors: count } of batch) {
        const own = vectors.get(unit.key) ?? new Float32Array(unit.vectors * width);
        vectors.set(unit.key, own);
        own.set(values.subarray(row * width, (row + count) * width), first * width);
        row += count;
        const remaining = left.get(unit.key)! - count;
        left.set(unit.key, remaining);
        if (remaining === 0) completed++;
      }
      job.advance(
        batch.reduce((sum, { cost }) => sum + cost, 0),
        completed,
        cut,
      );
    }
    return vectors;
  }

  /** How many of the sorted readings go together: padded to the longest, they must not be too much. */
  private fitting(tasks: readonly Task[]): number {
    let count = 1;
    while (
      count < Math.min(this.mostAtOnce, tasks.length) &&
      tasks[count]!.cost * (count + 1) <= this.mostCost
    ) {
      count++;
    }
    return count;
  }
}

function tasksOf(unit: Unit): Task[] {
  const readings = unit.readings();
  const each = unit.vectors / readings.length;
  return readings.map((reading, index) => ({
    reading,
    cost: costOf(reading),
    unit,
    first: index * each,
    vectors: each,
  }));
}
