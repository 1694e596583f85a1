// A look into a file before it is mapped by hand: the fields of its first rows with examples, what it is
// taken for, and its first rows as a mapping reads them.
import { StudioError } from "../base/errors.ts";
import type { Chain, Corpus } from "../domain/chain.ts";
import type { FieldMapping, FilePeek, FilePreview, PreviewChain } from "../domain/fieldMapping.ts";
import { ROW_FORMATS } from "../domain/fieldMapping.ts";
import { FORMAT_FIELDS } from "./formatFields.ts";
import { type InputFile, loadFiles } from "./loadFiles.ts";
import { readFile } from "./readFile.ts";
import { recogniseRow, unrecognisedFields } from "./recogniseFormat.ts";
import { rowObject } from "./rowObject.ts";

const ROWS_LOOKED_AT = 20;
const MOST_COLUMNS = 80;
const DEPTH = 3;
const EXAMPLE_CHARS = 80;
/** A field of a longer name is not offered: it cannot be told from others in a list. */
const NAME_CHARS = 200;
const PREVIEW_ROWS = 12;
const PREVIEW_CHAINS = 3;
const PREVIEW_CHARS = 400;
const PREVIEW_PROBLEMS = 5;

const TARGETS: FilePeek["targets"] = ROW_FORMATS.map((format) => ({
  format,
  fields: FORMAT_FIELDS[format].map(({ name, isRequired, meaning, orElse }) => ({
    name,
    isRequired: isRequired && orElse === undefined,
    meaning,
    orElse: orElse ?? [],
  })),
}));

/** Looks at the first rows of a file. Throws StudioError("data") where it has none that can be read. */
export async function peekFile({ path, file }: InputFile): Promise<FilePeek> {
  const rows: Record<string, unknown>[] = [];
  const faults: string[] = [];
  const enough = new AbortController();
  try {
    await readFile(
      file,
      {
        row(value) {
          const row = rowObject(value);
          if (row === null) faults.push("its rows are no objects with fields");
          else if (rows.length < ROWS_LOOKED_AT) rows.push(row);
          if (rows.length === ROWS_LOOKED_AT) enough.abort();
        },
        broken: (message) => faults.push(message),
        odd: () => undefined,
      },
      { signal: enough.signal },
    );
  } catch (error) {
    if (!enough.signal.aborted) throw error;
  }
  if (rows.length === 0) {
    throw new StudioError("data", `${path} has no rows to look at: ${faults[0] ?? "it is empty"}`);
  }
  const recognised = rows.map(recogniseRow).find((found) => found !== null);
  return {
    path,
    format: recognised?.format ?? null,
    reason: recognised?.reason ?? unrecognisedFields(rows[0]!),
    columns: columnsOf(rows),
    targets: TARGETS,
  };
}

/** The first rows of a file as the mapping reads them; with null, as they are recognised. */
export async function previewFile(
  input: InputFile,
  mapping: FieldMapping | null,
): Promise<FilePreview> {
  const { corpus, files, problems } = await loadFiles([input], {
    maxRows: PREVIEW_ROWS,
    ...(mapping ? { mappings: { [input.path]: mapping } } : {}),
  });
  return {
    rows: files[0]?.rows ?? 0,
    badRows: files[0]?.badRows ?? 0,
    chains: previewChains(corpus).slice(0, PREVIEW_CHAINS),
    problems: problems
      .filter(({ severity }) => severity === "error")
      .slice(0, PREVIEW_PROBLEMS)
      .map(({ line, field, message }) => ({ line, field, message })),
  };
}

function previewChains({ shards, meta, candidates }: Corpus): PreviewChain[] {
  const shown = (chain: Chain, domain: string | null): PreviewChain => ({
    domain,
    question: shortened(chain.question, PREVIEW_CHARS),
    isCorrect: chain.isCorrect,
    answer: chain.answer === null ? null : shortened(chain.answer, EXAMPLE_CHARS),
    steps: chain.steps.map(({ text, accuracy }) => ({
      text: shortened(text, PREVIEW_CHARS),
      accuracy,
    })),
  });
  return [
    ...shards.flatMap(({ name, chains }) => chains.map((chain) => shown(chain, name))),
    ...meta.map((chain) => shown(chain, null)),
    ...candidates.flatMap(({ domain, candidates: chains }) =>
      chains.map((chain) => shown(chain, domain)),
    ),
  ];
}

/** Every field with the first value that says anything; those inside objects by dotted paths. */
function columnsOf(rows: readonly Record<string, unknown>[]): FilePeek["columns"] {
  const examples = new Map<string, string>();
  const objects = new Set<string>();
  const walk = (value: unknown, path: string, depth: number): void => {
    if (path.length > NAME_CHARS) return;
    if (examples.size >= MOST_COLUMNS && !examples.has(path)) return;
    const inner = rowObject(value);
    const isEmpty = value === null || value === undefined || value === "";
    if (path !== "" && (!isEmpty || !examples.has(path)) && (examples.get(path) ?? "") === "") {
      examples.set(path, isEmpty ? "" : exampleOf(value));
    }
    if (inner !== null) objects.add(path);
    if (inner === null || depth === DEPTH) return;
    for (const [name, item] of Object.entries(inner)) {
      walk(item, path === "" ? name : `${path}.${name}`, depth + 1);
    }
  };
  for (const row of rows) walk(row, "", 0);
  return [...examples].map(([name, example]) => ({ name, example, isObject: objects.has(name) }));
}

/** Lists in lists are told to DEPTH: files may nest them a million deep. */
function exampleOf(value: unknown, depth = 0): string {
  if (typeof value === "string") {
    return shortened(value.slice(0, 1000).replace(/\s+/g, " "), EXAMPLE_CHARS);
  }
  if (Array.isArray(value)) {
    const hasFirst = value.length > 0 && depth < DEPTH;
    const first = hasFirst ? `, first ${exampleOf(value[0], depth + 1)}` : "";
    return shortened(`a list of ${value.length}${first}`, EXAMPLE_CHARS);
  }
  if (rowObject(value) !== null) return "an object";
  return String(value);
}

function shortened(text: string, mostChars: number): string {
  return text.length > mostChars ? `${text.slice(0, mostChars)}…` : text;
}
