// The vectors of frozen encoders as the browser keeps them: for each set its numbers as they are in memory, and
// which row is of which step. A set once written is not written again.
import { z } from "../../base/zod.ts";
import type { FeatureSet } from "../../domain/features.ts";
import type { WorkspaceItem, WorkspaceWrite } from "../../domain/workspace.ts";
import { type Line, packLines, readLines } from "./packedLines.ts";
import { damaged } from "./tensorFile.ts";

const name = z.string().min(1);
const itemSchema = z.object({
  sets: z.array(
    z.object({
      id: z.string(),
      origin: z.enum(["file", "model"]),
      width: z.number().int().min(1),
      /** Parts with the numbers and with the rows' keys. */
      values: name,
      rows: name,
    }),
  ),
});
type FeatureItem = z.infer<typeof itemSchema>;

const keyedRow = z.tuple([z.string(), z.number().int().min(0)]);

const WHAT = "What is kept of the vectors";

/** Writes and reads; remembers which parts hold which set. */
export class FeatureKeeping {
  private readonly standings = new WeakMap<FeatureSet, { values: string; rows: string }>();

  /** What to write of these sets, where the parts named in `there` stand already. */
  async write(sets: readonly FeatureSet[], there: ReadonlySet<string>): Promise<WorkspaceWrite> {
    const parts: WorkspaceWrite["parts"] = {};
    const kept: string[] = [];
    const meta: FeatureItem = { sets: [] };
    for (const set of sets) {
      const { id, origin, width } = set;
      let standing = this.standings.get(set);
      if (standing && there.has(standing.values) && there.has(standing.rows)) {
        kept.push(standing.values, standing.rows);
      } else {
        const unique = crypto.randomUUID();
        standing = { values: `values-${unique}`, rows: `rows-${unique}` };
        this.standings.set(set, standing);
        parts[standing.values] = bytesOf(set.values);
        parts[standing.rows] = await packLines(linesOf(set));
      }
      meta.sets.push({ id, origin, width, ...standing });
    }
    return { meta, parts, kept };
  }

  /** The sets that were written. Throws StudioError("data") where they are damaged. */
  async read({ meta, parts }: WorkspaceItem): Promise<FeatureSet[]> {
    const parsed = itemSchema.safeParse(meta);
    if (!parsed.success) throw damaged(WHAT, z.prettifyError(parsed.error));
    const sets: FeatureSet[] = [];
    for (const { id, origin, width, ...standing } of parsed.data.sets) {
      const [valuesPart, rowsPart] = [parts[standing.values], parts[standing.rows]];
      if (!valuesPart || !rowsPart) throw damaged(WHAT, `a part of “${id}” is missing`);
      const bytes = await valuesPart.arrayBuffer();
      const vectors = bytes.byteLength / (width * Float32Array.BYTES_PER_ELEMENT);
      if (!Number.isInteger(vectors)) throw damaged(WHAT, `the last vector of “${id}” is cut off`);
      const rowOf = new Map<string, number>();
      await readLines(rowsPart, WHAT, (line) => {
        const [key, row] = keyedRow.parse(line);
        if (row >= vectors) throw new Error(`“${id}” has no vector ${row}`);
        rowOf.set(key, row);
      });
      const set: FeatureSet = { id, origin, width, values: new Float32Array(bytes), rowOf };
      this.standings.set(set, standing);
      sets.push(set);
    }
    return sets;
  }
}

function* linesOf({ rowOf }: FeatureSet): Generator<Line> {
  yield* rowOf;
}

/** As they stand in memory; copied only where threads share them. */
function bytesOf(values: Float32Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = values;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(new Float32Array(values).buffer);
}
