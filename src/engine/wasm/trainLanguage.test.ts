// The language model in WebAssembly against its float64 forward pass and that one's finite differences;
// its training: repeatable, and worth something.
import { beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { parseRunConfig } from "../../domain/runConfig.ts";
import type { EncodedSequences } from "../encoders/encoded.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import { languageLayout } from "../language/languageLayout.ts";
import { sequenceSurprisals } from "../plain/languageModel.ts";
import { differencesAt, sampledParams } from "../plain/transformerProblem.ts";
import { initialParams, type TransformerConfig } from "../prm/layout.ts";
import { bundledKernels } from "./bundledKernels.ts";
import type { KernelModules } from "./kernels.ts";
import { scoreSequences } from "./scoreSequences.ts";
import { SHARD_TASKS } from "./shards.ts";
import { trainLanguage } from "./trainLanguage.ts";
import { createTransformerRuntime } from "./transformerRuntime.ts";

let modules: KernelModules;
beforeAll(async () => {
  modules = await bundledKernels();
});

const VOCABULARY = 131;

function layoutOf(vocabulary: number) {
  const { encoder } = parseRunConfig({ encoder: { kind: "transformer", vocabulary } });
  return languageLayout(encoder as TransformerConfig);
}

/** Sequences of these lengths, every token but the first `head` to be predicted. */
function randomSequences(lengths: readonly number[], head: number): EncodedSequences {
  const rng = createRng(8);
  const starts = (sizes: readonly number[]) => {
    const start = new Int32Array(sizes.length + 1);
    for (const [i, size] of sizes.entries()) start[i + 1] = start[i]! + size;
    return start;
  };
  const total = lengths.reduce((a, b) => a + b, 0);
  return {
    count: lengths.length,
    start: starts(lengths),
    tokens: Int32Array.from({ length: total }, () => rng.below(VOCABULARY)),
    surprisal: new Float32Array(total),
    scoreStart: starts(lengths.map((length) => length - head)),
    scoreAt: Int32Array.from(
      lengths.flatMap((length) => Array.from({ length: length - head }, (_, i) => head - 1 + i)),
    ),
  };
}

/** Larger than at the start of training, so that no gradient is small by chance. */
function randomParams(layout: ReturnType<typeof layoutOf>): Float64Array {
  const rng = createRng(3);
  return initialParams(layout, rng).map((value) => Math.fround(value + 0.1 * rng.normal()));
}

describe("surprisals", () => {
  it("are those of the float64 forward pass", () => {
    const layout = layoutOf(VOCABULARY);
    const params = randomParams(layout);
    const sequences = randomSequences([3, 40, 21, 70], 2);
    const expected = Float64Array.from(
      Array.from({ length: 4 }, (_, s) => [
        ...sequenceSurprisals(layout, params, sequences, s),
      ]).flat(),
    );
    const actual = scoreSequences(modules, layout, params, sequences);
    expect(relativeError(actual, expected)).toBeLessThan(1e-5);
  });

  it("have the gradient that finite differences have", () => {
    const layout = layoutOf(VOCABULARY);
    const params = randomParams(layout);
    const sequences = randomSequences([3, 26, 35], 2);
    const scores = sequences.scoreAt.length;
    const slopes = Float32Array.from({ length: scores }, (_, i) => Math.sin(i));
    const runtime = createTransformerRuntime(modules, layout, [sequences], {
      threads: 1,
      hasGradients: true,
      extraBytes: 12 * layout.size,
    });
    const { memory, sets } = runtime;
    runtime.run({
      task: SHARD_TASKS.gradient,
      set: sets[0]!,
      params: memory.storeFloats(params).at,
      items: memory.storeInts(Int32Array.of(0, 1, 2)).at,
      scoreOffsets: sets[0]!.scoreStart,
      count: 3,
      logits: memory.allocate(4 * scores).at,
      slopes: memory.storeFloats(slopes).at,
      labels: 0,
      factors: 0,
    });
    const { at } = memory.allocate(4 * layout.size);
    runtime.sumShards(at);
    const gradient = memory.f32.slice(at / 4, at / 4 + layout.size);
    const loss = (moved: Float64Array) => {
      let sum = 0;
      for (let s = 0; s < sequences.count; s++) {
        sequenceSurprisals(layout, moved, sequences, s).forEach((surprisal, i) => {
          sum += slopes[sequences.scoreStart[s]! + i]! * surprisal;
        });
      }
      return sum;
    };
    const places = sampledParams(layout, 4);
    const expected = differencesAt(loss, params, places);
    const actual = Float64Array.from(places, (place) => gradient[place]!);
    expect(relativeError(actual, expected)).toBeLessThan(1e-4);
  });
});

describe("training", () => {
  /** 1 2 3 … over and over, from a random number on: the first token is a guess, the rest is known. */
  const counting = (() => {
    const sequences = randomSequences(new Array<number>(40).fill(24), 1);
    const rng = createRng(1);
    for (let s = 0; s < 40; s++) {
      const first = rng.below(50);
      for (let t = 0; t < 24; t++) sequences.tokens[24 * s + t] = (first + t) % 50;
    }
    return sequences;
  })();
  const train = (breathe: (done: number, total: number) => Promise<void> = async () => {}) =>
    trainLanguage(modules, layoutOf(VOCABULARY), counting, 60, createRng(1), breathe, 1);

  it("learns, and twice the same", async () => {
    const first = await train();
    expect(first.losses[0]).toBeGreaterThan(4);
    expect(first.losses.at(-1)).toBeLessThan(0.5);
    expect(await train()).toEqual(first);
  });

  it("says how far it is, and ends when it may not go on", async () => {
    const said: number[] = [];
    const stopped = train(async (done, total) => {
      expect(total).toBe(60);
      said.push(done);
      if (done === 3) throw new Error("stopped");
    });
    await expect(stopped).rejects.toThrow("stopped");
    expect(said).toEqual([1, 2, 3]);
  });
});
