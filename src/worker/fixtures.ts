// A small data set and a session with its events, for the worker's tests.
import type { RunFile, RunState } from "../domain/run.ts";
import { parseRunConfig, type RunConfig, type RunConfigInput } from "../domain/runConfig.ts";
import type { WorkspaceStorage } from "../domain/workspace.ts";
import type { StudioHandlers } from "../protocol/host.ts";
import type { NamedFile, StudioEvent } from "../protocol/messages.ts";
import { type MemoryDisk, memoryWorkspace } from "../storage/memoryWorkspace.ts";
import { createSession } from "./session.ts";

const jsonLines = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join("\n");

/** Two domains that agree, one with its labels flipped; meta chains and candidates that tell which. */
export function smallFiles(): NamedFile[] {
  const step = (a: number, b: number, isRight: boolean) =>
    `${a} plus ${b} gives ${(a + b + (isRight ? 0 : 1)) % 10}`;
  const shards = ["apples", "pears", "flipped"].map((dataset) => {
    const rows: object[] = [];
    for (let i = 0; i < 40; i++) {
      const a = i % 10;
      const isRight = i % 3 !== 0;
      const label = dataset === "flipped" ? Number(!isRight) : Number(isRight);
      const first = `Step 1: ${step(a, 2, true)}`;
      const base = { id: `${dataset}/${i}`, input: `${dataset}: ${a} plus 2 plus 3?`, dataset };
      rows.push({ ...base, sid: 1, add: first, accuracy: dataset === "flipped" ? 0.2 : 0.8 });
      const second = `${first}\n\nStep 2: ${step((a + 2) % 10, 3, isRight)}`;
      rows.push({ ...base, sid: 2, add: second, accuracy: label });
    }
    return new File([jsonLines(rows)], `${dataset}.jsonl`);
  });
  const answers = (isRight: boolean, i: number) =>
    `Step 1: ${step(i % 10, 2, true)}\n\nStep 2: ${step((i + 2) % 10, 3, isRight)}`;
  const meta = Array.from({ length: 30 }, (_, i) => ({
    input: `meta: ${i % 10} plus 2 plus 3?\n\n${answers(i % 2 === 0, i)}`,
    true_false: i % 2 === 0,
  }));
  const candidates = Array.from({ length: 10 }, (_, i) => ({
    id: `q${i}`,
    question: `test: ${i} plus 2 plus 3?`,
    candidates: [true, false, false, true].map((isRight) => ({
      response: answers(isRight, i),
      correct: isRight,
    })),
  }));
  const files = [
    ...shards,
    new File([JSON.stringify(meta)], "meta.json"),
    new File([jsonLines(candidates)], "candidates.jsonl"),
  ];
  return files.map((file) => ({ path: file.name, file }));
}

export function smallConfig(overrides: RunConfigInput = {}): RunConfig {
  return parseRunConfig({
    backend: "cpu",
    encoder: { kind: "lexical", buckets: 256, embedding: 4, hidden: 4 },
    lower: { steps: 100, batchSize: 16 },
    upper: {
      unroll: 5,
      learningRate: 0.03,
      warmupSteps: 10,
      metaBatchSize: 16,
      trainBatchSize: 32,
      hessianBatchSize: 16,
      // Runs so short can tell nothing from noise.
      shrinkage: 0,
    },
    ...overrides,
  });
}

export interface TestSession {
  handlers: StudioHandlers;
  events: StudioEvent[];
  /** Resolves at the next change to one of the states (at once if it is the state now). */
  reached(...states: RunState[]): Promise<RunState>;
  named<N extends StudioEvent["name"]>(name: N): Extract<StudioEvent, { name: N }>[];
}

/** @param storage what its work is kept in, once `workspace.open` is called */
export function testSession(storage: WorkspaceStorage = memoryWorkspace()): TestSession {
  const events: StudioEvent[] = [];
  let state: RunState = "idle";
  const waiting: { states: RunState[]; resolve: (state: RunState) => void }[] = [];
  const settle = () => {
    for (const waiter of waiting.filter(({ states }) => states.includes(state))) {
      waiting.splice(waiting.indexOf(waiter), 1);
      waiter.resolve(state);
    }
  };
  const handlers = createSession({
    storage,
    now: () => performance.now(),
    post: (event) => {
      events.push(event);
      if (event.name !== "run.stateChanged") return;
      state = event.state;
      settle();
    },
  });
  return {
    handlers,
    events,
    reached: (...states) =>
      new Promise((resolve) => {
        waiting.push({ states, resolve });
        settle();
      }),
    named: <N extends StudioEvent["name"]>(name: N) =>
      events.filter((event): event is Extract<StudioEvent, { name: N }> => event.name === name),
  };
}

/** A session that has opened what is on this disk; `kill` leaves it as it stands, its lock let go as the browser does. */
export async function openedSession(disk: MemoryDisk): Promise<TestSession & { kill: () => void }> {
  const storage = memoryWorkspace(disk);
  const session = testSession(storage);
  await session.handlers["workspace.open"]({ isTakingOver: false });
  return { ...session, kill: () => storage.close() };
}

/** A run without what the clock has to do with. */
export function runTrace({ history, weights, finalWeights, config, data }: RunFile) {
  const points = history.map(({ elapsedMs: _, ...record }) => record);
  return { history: points, weights, finalWeights, config, data };
}
