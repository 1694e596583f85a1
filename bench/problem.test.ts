import { expect, it } from "vitest";
import { lowerBatches, startingParams } from "./peers/peer.ts";
import { FROZEN, LEXICAL, makeProblem, TRANSFORMER } from "./problem.ts";

it("same spec, same data, parameters and batches; another seed, others", () => {
  for (const spec of [LEXICAL, TRANSFORMER, FROZEN]) {
    const small = { ...spec, items: 64, metaChains: 4, batchSize: 16 };
    const [one, same, other] = [small, small, { ...small, seed: 8 }].map(makeProblem);
    expect(same?.train).toEqual(one?.train);
    expect(same?.meta).toEqual(one?.meta);
    expect(startingParams(same!)).toEqual(startingParams(one!));
    expect(lowerBatches(same!)()).toEqual(lowerBatches(one!)());
    expect(other?.train).not.toEqual(one?.train);
  }
});

it("has the issue's sizes", () => {
  const { train, config, weights } = makeProblem(LEXICAL);
  if (train.kind !== "rows") throw new Error("rows expected");
  expect(config.encoder).toMatchObject({ buckets: 4096, embedding: 16, hidden: 16 });
  expect(config.lower).toMatchObject({
    batchSize: 128,
    learningRate: 3e-3,
    weightDecay: 0.1,
    clipNorm: 1,
  });
  expect(train.rows.features.length / train.rows.count).toBeCloseTo(100, -1);
  for (let row = 0; row < train.rows.count; row++) {
    const features = train.rows.features.subarray(
      train.rows.start[row]!,
      train.rows.start[row + 1]!,
    );
    features.forEach((bucket, i) => {
      if (i > 0 && bucket <= features[i - 1]!) throw new Error(`row ${row} is not ascending`);
    });
  }
  expect(weights).toHaveLength(15);
  expect(weights.reduce((sum, weight) => sum + weight, 0) / 15).toBeCloseTo(1, 12);

  const transformer = makeProblem(TRANSFORMER);
  if (transformer.train.kind !== "sequences") throw new Error("sequences expected");
  const { sequences } = transformer.train;
  expect(sequences.start[1]).toBe(64);
  expect([...sequences.scoreAt.subarray(0, 4)]).toEqual([15, 31, 47, 63]);
  expect(transformer.config.lower.batchSize).toBe(32);
});

it("has a row a vector, and the prefixes of whole chains", () => {
  const { train, meta, config } = makeProblem({ ...FROZEN, items: 20, metaChains: 2 });
  if (train.kind !== "vectors" || meta.kind !== "vectors") throw new Error("vectors expected");
  const { vectors } = train;
  expect(vectors.values).toHaveLength(20 * 256);
  const prefixOf = (row: number) => [
    ...vectors.prefix.subarray(vectors.prefixStart[row], vectors.prefixStart[row + 1]),
  ];
  expect([prefixOf(0), prefixOf(5), prefixOf(6), prefixOf(8)]).toEqual([
    [0],
    [0, 1, 2, 3, 4, 5],
    [6],
    [6, 7, 8],
  ]);
  expect([...meta.chainStart]).toEqual([0, 6, 12]);
  expect(config.encoder).toMatchObject({ kind: "frozen", head: "linear", width: 256 });
});
