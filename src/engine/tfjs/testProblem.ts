// A small random problem for the tests of the device engines.
import { createRng } from "../../base/rng.ts";
import type { Aggregation, MetaLoss } from "../../domain/runConfig.ts";
import type { EncodedRows } from "../encoders/encoded.ts";
import type { LexicalData } from "../prm/engineData.ts";
import { initialParams, lexicalLayout } from "../prm/layout.ts";

export interface TestProblem {
  data: LexicalData;
  /** φ in float32 values, so that both engines start from the same numbers. */
  params: Float64Array;
}

export interface TestProblemOptions {
  metaLoss?: MetaLoss;
  aggregation?: Aggregation;
  buckets?: number;
  embedding?: number;
  hidden?: number;
  domains?: number;
  /** Steps of the longest meta chain. */
  longestChain?: number;
  seed?: number;
}

/** 90 training rows, 24 meta chains; the first row of each set has no features at all. */
export function testProblem(options: TestProblemOptions = {}): TestProblem {
  const { buckets = 70, embedding = 5, hidden = 7, domains = 4, longestChain = 6 } = options;
  const rng = createRng(options.seed ?? 11);
  const layout = lexicalLayout({ kind: "lexical", buckets, embedding, hidden });

  const randomRows = (count: number): EncodedRows => {
    const start = new Int32Array(count + 1);
    const features: number[] = [];
    const values: number[] = [];
    for (let row = 0; row < count; row++) {
      const chosen = new Set<number>();
      if (row > 0) for (let i = 0; i < 2 + rng.below(8); i++) chosen.add(rng.below(buckets));
      for (const feature of [...chosen].sort((a, b) => a - b)) {
        features.push(feature);
        values.push(rng.normal());
      }
      start[row + 1] = features.length;
    }
    return {
      count,
      start,
      features: Int32Array.from(features),
      values: Float32Array.from(values),
    };
  };

  const rowCount = 90;
  const chains = 24;
  const chainStart = new Int32Array(chains + 1);
  for (let c = 0; c < chains; c++) chainStart[c + 1] = chainStart[c]! + 1 + rng.below(longestChain);
  const params = initialParams(layout, rng.fork("params")).map((value) =>
    // Larger than at the start of training, biases included, so that no gradient is small by chance.
    Math.fround(3 * value + 0.3 * rng.normal()),
  );
  return {
    params,
    data: {
      kind: "lexical",
      layout,
      train: {
        kind: "rows",
        rows: randomRows(rowCount),
        labels: Float32Array.from({ length: rowCount }, () => rng.next()),
        domains: Int32Array.from({ length: rowCount }, () => rng.below(domains)),
        domainCount: domains,
      },
      meta: {
        kind: "rows",
        rows: randomRows(chainStart[chains]!),
        chainStart,
        isCorrect: Float32Array.from({ length: chains }, () => Number(rng.chance(0.5))),
      },
      metaLoss: options.metaLoss ?? "centered",
      aggregation: options.aggregation ?? "meanLogit",
    },
  };
}

/** ‖a − b‖ / ‖b‖; ‖a‖ where b is zero. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`lengths differ: ${a.length} and ${b.length}`);
  let difference = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return Math.sqrt(difference) / (size > 0 ? Math.sqrt(size) : 1);
}
