// The language model learned in a browser: the same model on any number of threads, by relaxed SIMD too.
import { expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { parseRunConfig } from "../../domain/runConfig.ts";
import type { EncodedSequences } from "../encoders/encoded.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import { languageLayout } from "../language/languageLayout.ts";
import { sequenceSurprisals } from "../plain/languageModel.ts";
import type { TransformerConfig } from "../prm/layout.ts";
import { bundledKernels } from "./bundledKernels.ts";
import { scoreSequences } from "./scoreSequences.ts";
import { trainLanguage } from "./trainLanguage.ts";

const LENGTH = 30;
const COUNT = 48;

it("one, two and three threads learn the same bits; surprisals are float64's", async () => {
  const modules = await bundledKernels();
  const { encoder } = parseRunConfig({ encoder: { kind: "transformer", vocabulary: 131 } });
  const layout = languageLayout(encoder as TransformerConfig);
  const rng = createRng(2);
  const places = LENGTH - 3;
  const sequences: EncodedSequences = {
    count: COUNT,
    start: Int32Array.from({ length: COUNT + 1 }, (_, s) => s * LENGTH),
    tokens: Int32Array.from({ length: COUNT * LENGTH }, () => rng.below(40)),
    surprisal: new Float32Array(COUNT * LENGTH),
    scoreStart: Int32Array.from({ length: COUNT + 1 }, (_, s) => s * places),
    scoreAt: Int32Array.from({ length: COUNT * places }, (_, i) => 2 + (i % places)),
  };
  // Time for the helpers to start: the first steps may run before they are there.
  const breathe = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
  const learn = (threads: number) =>
    trainLanguage(modules, layout, sequences, 12, createRng(1), breathe, threads);
  const one = await learn(1);
  expect(one.losses.at(-1)).toBeLessThan(one.losses[0]!);
  expect(await learn(2)).toEqual(one);
  expect(await learn(3)).toEqual(one);

  const scores = scoreSequences(modules, layout, one.params, sequences).slice(0, 2 * places);
  const expected = [0, 1].flatMap((s) => [...sequenceSurprisals(layout, one.params, sequences, s)]);
  expect(relativeError(scores, expected)).toBeLessThan(1e-5);
});
