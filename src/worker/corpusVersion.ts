// The corpus as it was loaded, and what edits made of it since: each state with an id of its own, so that a run can
// say which one it was trained on.
import { editCorpus } from "../data/editCorpus.ts";
import type { CorpusContext } from "../data/summariseCorpus.ts";
import type { Corpus } from "../domain/chain.ts";
import type { CorpusEdit } from "../domain/corpusEdit.ts";
import type { SuiteName } from "../protocol/messages.ts";

/** A corpus as a load gave it. */
export interface LoadedCorpus {
  id: string;
  corpus: Corpus;
  /** Set where it is what the suite's generator gives, nothing added. */
  suite: SuiteName | null;
}

export interface CorpusVersion {
  loaded: LoadedCorpus;
  /** How its files were read. */
  context: CorpusContext;
  /** Since it was loaded, in order; `id` is that of the corpus after it. */
  edits: readonly { id: string; edit: CorpusEdit }[];
  /** With the edits. */
  corpus: Corpus;
}

export function loadedVersion(
  corpus: Corpus,
  context: CorpusContext,
  suite: SuiteName | null,
): CorpusVersion {
  return { loaded: { id: crypto.randomUUID(), corpus, suite }, context, edits: [], corpus };
}

/** The version after an edit. Throws StudioError("data") where it cannot be made. */
export function editedVersion(
  version: CorpusVersion,
  edit: CorpusEdit,
  id: string = crypto.randomUUID(),
): CorpusVersion {
  const corpus = editCorpus(version.corpus, edit);
  return { ...version, edits: [...version.edits, { id, edit }], corpus };
}

/** Another one wherever domains or chains differ; an edit that is taken back gives the one before. */
export function versionId({ loaded, edits }: CorpusVersion): string {
  return edits.at(-1)?.id ?? loaded.id;
}

/** The versions before this one, oldest first: one for each of its edits. */
export function earlierVersions(version: CorpusVersion): CorpusVersion[] {
  const earlier: CorpusVersion[] = [];
  let at: CorpusVersion = { ...version, edits: [], corpus: version.loaded.corpus };
  for (const { edit, id } of version.edits) {
    earlier.push(at);
    at = editedVersion(at, edit, id);
  }
  return earlier;
}
