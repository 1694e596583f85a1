// The corpus as the browser keeps it: the texts and images as they were loaded, written once, and the edits since
// as a list that is made again. The built-in suite is kept the same way: that is read faster than generated, and
// a later version of the app may generate another.
import { z } from "../../base/zod.ts";
import type { CorpusContext } from "../../data/summariseCorpus.ts";
import type { Corpus } from "../../domain/chain.ts";
import { ROW_FORMATS } from "../../domain/fieldMapping.ts";
import { SUITE_VARIANTS } from "../../domain/runConfig.ts";
import type { WorkspaceItem, WorkspaceWrite } from "../../domain/workspace.ts";
import { type CorpusVersion, editedVersion, type LoadedCorpus } from "../corpusVersion.ts";
import { CorpusReader, corpusLines } from "./corpusLines.ts";
import { type ImagePlace, KeptImages } from "./keptImages.ts";
import { type Line, packLines, readLines } from "./packedLines.ts";
import { damaged } from "./tensorFile.ts";

const count = z.number().int().min(0);
const name = z.string().min(1);

const editSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("rename"), from: z.string(), to: z.string() }),
  z.object({ kind: z.literal("merge"), names: z.array(z.string()), into: z.string() }),
  z.object({ kind: z.literal("enable"), name: z.string(), isEnabled: z.boolean() }),
]);

const itemSchema = z.object({
  id: name,
  source: z.string(),
  /** Set where it is the built-in suite. */
  suite: z.object({ variant: z.enum(SUITE_VARIANTS), seed: count }).nullable(),
  /** The part with all but the images. */
  texts: name,
  context: z.object({ part: name, isSuite: z.boolean(), problemCount: count }),
  edits: z.array(z.object({ id: name, edit: editSchema })),
});
type CorpusItem = z.infer<typeof itemSchema>;

const line = { line: count.nullable(), lineKind: z.enum(["line", "item"]) };
const problemSchema = z.object({
  file: z.string(),
  ...line,
  field: z.string().nullable(),
  message: z.string(),
  severity: z.enum(["error", "warning"]),
});
const missingSchema = z.object({
  path: z.string(),
  file: z.string(),
  at: z.object(line),
  rows: count,
  couldBe: z.array(z.string()),
});
const fileSchema = z.object({
  name: z.string(),
  format: z.enum([...ROW_FORMATS, "features", "images", "unknown"]),
  bytes: count,
  rows: count,
  badRows: count,
});
const badRowsSchema = z.tuple([z.string(), count]);
const imageSchema = z.tuple([z.string(), name, count, count, z.string()]);

const WHAT = "What is kept of the data";

/** Where the texts and images of a loaded corpus stand. */
interface Standing {
  texts: string;
  images: readonly string[];
}

/** Writes and reads; remembers which part holds what, so that nothing is written twice. */
export class CorpusKeeping {
  private readonly images: KeptImages;
  private readonly standings = new WeakMap<Corpus, Standing>();
  private readonly contexts = new WeakMap<CorpusContext, string>();

  constructor(images = new KeptImages()) {
    this.images = images;
  }

  /** What to write of this version, where the parts named in `there` stand already. */
  async write(version: CorpusVersion, there: ReadonlySet<string>): Promise<WorkspaceWrite> {
    const { loaded, context, edits } = version;
    const parts: Record<string, Blob> = {};
    const kept: string[] = [];
    const contextPart = await this.writeContext(context, there, parts, kept);
    const meta: CorpusItem = {
      id: loaded.id,
      source: loaded.corpus.source,
      suite: loaded.suite,
      texts: await this.writeTexts(loaded.corpus, there, parts, kept),
      context: {
        part: contextPart,
        isSuite: context.isSuite,
        problemCount: context.problemCount,
      },
      edits: edits.map(({ id, edit }) => ({ id, edit })),
    };
    return { meta, parts, kept };
  }

  /** The version that was written. Throws StudioError("data") where it is damaged. */
  async read({ meta, parts }: WorkspaceItem): Promise<CorpusVersion> {
    const parsed = itemSchema.safeParse(meta);
    if (!parsed.success) {
      const { path, message } = parsed.error.issues[0] ?? { path: [], message: "is unreadable" };
      throw damaged(WHAT, `${path.join(".")}: ${message}`);
    }
    const { id, source, suite, texts, edits } = parsed.data;
    const context = await this.readContext(parsed.data, parts);
    const loaded: LoadedCorpus = { id, suite, corpus: await this.readTexts(source, texts, parts) };
    let version: CorpusVersion = { loaded, context, edits: [], corpus: loaded.corpus };
    for (const { id: after, edit } of edits) version = editedVersion(version, edit, after);
    return version;
  }

  private async writeTexts(
    corpus: Corpus,
    there: ReadonlySet<string>,
    parts: Record<string, Blob>,
    kept: string[],
  ): Promise<string> {
    const standing = this.standings.get(corpus);
    if (standing && there.has(standing.texts)) {
      kept.push(standing.texts, ...standing.images);
      return standing.texts;
    }
    const texts = `texts-${crypto.randomUUID()}`;
    const placed = this.images.place(corpus.images.values(), there);
    parts[texts] = await packLines(linesOf(corpus, placed.places));
    Object.assign(parts, placed.parts);
    kept.push(...placed.kept);
    const images = [...Object.keys(placed.parts), ...placed.kept];
    this.standings.set(corpus, { texts, images });
    return texts;
  }

  private async readTexts(
    source: string,
    texts: string,
    parts: WorkspaceItem["parts"],
  ): Promise<Corpus> {
    const reader = new CorpusReader();
    const places: (ImagePlace & { path: string; type: string })[] = [];
    await readLines(partOf(parts, texts), WHAT, (one) => {
      if (one[0] !== "image") return reader.take(one);
      const [path, part, from, bytes, type] = imageSchema.parse(one.slice(1));
      places.push({ path, part, from, bytes, type });
    });
    const images = await this.images.read(places, parts);
    const { shards, meta, candidates } = reader;
    const corpus: Corpus = { source, shards, meta, candidates, images };
    this.standings.set(corpus, { texts, images: [...new Set(places.map(({ part }) => part))] });
    return corpus;
  }

  private async writeContext(
    context: CorpusContext,
    there: ReadonlySet<string>,
    parts: Record<string, Blob>,
    kept: string[],
  ): Promise<string> {
    const known = this.contexts.get(context);
    if (known !== undefined && there.has(known)) {
      kept.push(known);
      return known;
    }
    const part = `context-${crypto.randomUUID()}`;
    parts[part] = await packLines(contextLines(context));
    this.contexts.set(context, part);
    return part;
  }

  private async readContext(
    { context: { part, isSuite, problemCount } }: CorpusItem,
    parts: WorkspaceItem["parts"],
  ): Promise<CorpusContext> {
    const files: z.infer<typeof fileSchema>[] = [];
    const problems: z.infer<typeof problemSchema>[] = [];
    const missingImages: z.infer<typeof missingSchema>[] = [];
    const badRowsByDomain = new Map<string, number>();
    await readLines(partOf(parts, part), WHAT, ([kind, ...fields]) => {
      if (kind === "file") files.push(fileSchema.parse(fields[0]));
      else if (kind === "problem") problems.push(problemSchema.parse(fields[0]));
      else if (kind === "missing") missingImages.push(missingSchema.parse(fields[0]));
      else badRowsByDomain.set(...badRowsSchema.parse(fields));
    });
    const context = { isSuite, files, problems, problemCount, badRowsByDomain, missingImages };
    this.contexts.set(context, part);
    return context;
  }
}

function* linesOf(corpus: Corpus, places: readonly ImagePlace[]): Generator<Line> {
  let index = 0;
  for (const [path, { type }] of corpus.images) {
    const { part, from, bytes } = places[index++]!;
    yield ["image", path, part, from, bytes, type];
  }
  yield* corpusLines(corpus);
}

function* contextLines(context: CorpusContext): Generator<Line> {
  for (const file of context.files) yield ["file", file];
  for (const [domain, rows] of context.badRowsByDomain) yield ["bad", domain, rows];
  for (const problem of context.problems) yield ["problem", problem];
  for (const missing of context.missingImages) yield ["missing", missing];
}

function partOf(parts: WorkspaceItem["parts"], part: string): Blob {
  const found = parts[part];
  if (found === undefined) throw damaged(WHAT, `${part} is missing`);
  return found;
}
