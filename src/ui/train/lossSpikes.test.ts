import { expect, test } from "vitest";
import { createRng } from "../../base/rng.ts";
import { createSpikeFinder, lossSpikes, spikeWords } from "./lossSpikes.ts";

/** A loss that falls from .25 to .1 with normal noise of .005. */
function noisyLoss(points: number, seed: number): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from(
    { length: points },
    (_, i) => 0.1 + 0.15 * Math.exp(-i / 30) + 0.005 * rng.normal(),
  );
}

test("noise and a falling loss have no spikes; a jump is one, its peak", () => {
  for (let seed = 1; seed <= 20; seed++) expect(lossSpikes(noisyLoss(300, seed))).toEqual([]);
  const values = noisyLoss(300, 1);
  values[120] = 0.2;
  values[121] = 0.4;
  values[122] = 0.3;
  values[200] = 0.25;
  expect(lossSpikes(values)).toEqual([121, 200]);
});

test("outliers before do not hide a spike, gaps are passed over", () => {
  const values = noisyLoss(100, 2);
  values[60] = 0.3;
  values[70] = Number.NaN;
  values[75] = 0.5;
  expect(lossSpikes(values)).toEqual([60, 75]);
});

test("a loss that hardly moves has none, nor have the first points", () => {
  const still = new Float64Array(80).fill(0.2);
  still[40] = 0.201;
  expect(lossSpikes(still)).toEqual([]);
  still[41] = 0.3;
  expect(lossSpikes(still)).toEqual([41]);
  expect(lossSpikes(Float64Array.of(0.1, 0.1, 0.1, 0.9))).toEqual([]);
});

test("a growing loss is looked at once, and anew where it went back", () => {
  const values = noisyLoss(300, 3);
  for (const at of [60, 121, 122, 240]) values[at] = 0.6 + at / 1000;
  const find = createSpikeFinder();
  for (let end = 0; end <= 300; end += 7) {
    expect(find(values.subarray(0, end))).toEqual(lossSpikes(values.subarray(0, end)));
  }
  expect(find(values)).toEqual([60, 122, 240]);
  const other = values.slice(0, 200);
  other[190] = 0.9;
  expect(find(other)).toEqual([60, 122, 190]);
  expect(find(new Float64Array())).toEqual([]);
});

test("says which steps, or how many and the last", () => {
  const words = (steps: number[]) => spikeWords(steps, String);
  expect(words([420])).toBe("1 spike, at step 420");
  expect(words([420, 615, 1035])).toBe("3 spikes, at steps 420, 615 and 1035");
  expect(words([1, 2, 3, 1035])).toBe("4 spikes, the last at step 1035");
});
