// The logged points of a run as a file: a column for each number, rows by domain only where there are any. What
// JSON cannot say (NaN weights of a run that diverged, -0) comes back as it was.
import { z } from "../../base/zod.ts";
import type { HistoryRecord } from "../../domain/run.ts";
import { damaged, readTensorFile, type TensorFile, writeTensorFile } from "./tensorFile.ts";

/** Fields that are always a number. */
type Plain = "step" | "upperStep" | "lowerLoss" | "weightedLowerLoss" | "elapsedMs";
const PLAIN: readonly Plain[] = [
  "step",
  "upperStep",
  "lowerLoss",
  "weightedLowerLoss",
  "elapsedMs",
];
/** A number or null. */
type Optional = "metaLoss" | "gradientNorm";
const OPTIONAL: readonly Optional[] = ["metaLoss", "gradientNorm"];
/** A number a domain, or null. */
type ByDomain = "weights" | "alignment" | "cosine";
const BY_DOMAIN: readonly ByDomain[] = ["weights", "alignment", "cosine"];

const aboutSchema = z.object({
  points: z.number().int().min(0),
  domains: z.number().int().min(0),
});

/** Throws RangeError where the points are not all of the same domains. */
export function encodePoints(records: readonly HistoryRecord[]): Uint8Array<ArrayBuffer> {
  const domains = records[0]?.weights.length ?? 0;
  const numbers = new Map<string, Float64Array>();
  const flags = new Map<string, Uint8Array>();
  for (const name of PLAIN) {
    const values = Float64Array.from(records, (record) => record[name]);
    numbers.set(name, values);
  }
  for (const name of [...OPTIONAL, ...BY_DOMAIN]) {
    const isThere = Uint8Array.from(records, (record) => (record[name] === null ? 0 : 1));
    flags.set(flagOf(name), isThere);
  }
  for (const name of OPTIONAL) {
    const there = records.flatMap((record) => record[name] ?? []);
    numbers.set(name, Float64Array.from(there));
  }
  for (const name of BY_DOMAIN) {
    const rows = records.map((record) => record[name]).filter((row) => row !== null);
    const values = new Float64Array(rows.length * domains);
    for (const [at, row] of rows.entries()) {
      if (row.length !== domains) {
        throw new RangeError(`A point has ${row.length} numbers of ${name} in place of ${domains}`);
      }
      values.set(row, at * domains);
    }
    numbers.set(name, values);
  }
  const about: z.input<typeof aboutSchema> = { points: records.length, domains };
  return writeTensorFile({ about, numbers, flags });
}

/** Throws StudioError("data") naming what is wrong with `what` ("The run's history"). */
export function decodePoints(bytes: ArrayBuffer, what: string): HistoryRecord[] {
  const file = readTensorFile(bytes, what);
  const about = aboutSchema.safeParse(file.about);
  if (!about.success) throw damaged(what, "it does not say how many points it has");
  const { points, domains } = about.data;
  const plain = (name: Plain) => columnOf(file, what, name, points);
  const rows = <T>(name: Optional | ByDomain, width: number, read: RowReader<T>): (T | null)[] => {
    const isThere = file.flags.get(flagOf(name));
    if (isThere?.length !== points) throw damaged(what, `it does not say which “${name}” it has`);
    const count = isThere.reduce((sum, flag) => sum + (flag === 0 ? 0 : 1), 0);
    const values = columnOf(file, what, name, count * width);
    let at = 0;
    return Array.from(isThere, (flag) => (flag === 0 ? null : read(values, width * at++)));
  };
  const optional = (name: Optional) => rows(name, 1, (values, at) => values[at]!);
  const byDomain = (name: ByDomain) =>
    rows(name, domains, (values, at) => Array.from(values.subarray(at, at + domains)));

  const step = plain("step");
  const upperStep = plain("upperStep");
  const lowerLoss = plain("lowerLoss");
  const weightedLowerLoss = plain("weightedLowerLoss");
  const elapsedMs = plain("elapsedMs");
  const metaLoss = optional("metaLoss");
  const gradientNorm = optional("gradientNorm");
  const weights = byDomain("weights");
  const alignment = byDomain("alignment");
  const cosine = byDomain("cosine");
  return Array.from({ length: points }, (_, i): HistoryRecord => {
    const ofDomains = weights[i]!;
    if (ofDomains === null) throw damaged(what, `point ${i + 1} has no weights`);
    return {
      step: step[i]!,
      upperStep: upperStep[i]!,
      lowerLoss: lowerLoss[i]!,
      weightedLowerLoss: weightedLowerLoss[i]!,
      metaLoss: metaLoss[i]!,
      weights: ofDomains,
      alignment: alignment[i]!,
      cosine: cosine[i]!,
      gradientNorm: gradientNorm[i]!,
      elapsedMs: elapsedMs[i]!,
    };
  });
}

type RowReader<T> = (values: Float64Array, at: number) => T;

function columnOf(file: TensorFile, what: string, name: string, length: number): Float64Array {
  const values = file.numbers.get(name);
  if (values?.length === length) return values;
  throw damaged(what, `“${name}” has ${values?.length ?? 0} numbers in place of ${length}`);
}

/** The column that says in which points a field is not null. */
function flagOf(name: Optional | ByDomain): string {
  return `${name} is there`;
}
