// Kept runs to and from the user's disk: one run as one archive, several in one with a folder each.
import { StudioError } from "../../base/errors.ts";
import { expandArchives } from "../../base/expandArchives.ts";
import { safeFileName } from "../../base/safeFileName.ts";
import { freeName, type KeptRun } from "../../domain/keptRun.ts";
import {
  isRunMember,
  RUN_ARCHIVE_ENDING,
  runArchiveName,
  runMembers,
} from "../../store/keptRunFiles.ts";
import type { RunsStore } from "../../store/runsStore.ts";
import { type SavedFile, saveFile, zipFiles } from "../data/saveFiles.ts";

/** Saves the runs; those that cannot be read are left out, and the store says so. */
export async function exportRuns(runs: RunsStore, kept: readonly KeptRun[]): Promise<void> {
  const folders: string[] = [];
  const files: SavedFile[] = [];
  for (const { id, name } of kept) {
    const content = await runs.getState().read(id);
    if (content === null) continue;
    const folder = freeName(safeFileName(name, "run"), folders);
    folders.push(folder);
    const within = kept.length === 1 ? "" : `${folder}/`;
    files.push(...runMembers(content).map((file) => ({ ...file, name: `${within}${file.name}` })));
  }
  if (files.length === 0) return;
  const [only] = kept;
  const isOne = kept.length === 1 && only !== undefined;
  try {
    const blob = await zipFiles(files);
    saveFile({ name: isOne ? runArchiveName(only.name) : `runs${RUN_ARCHIVE_ENDING}`, blob });
  } catch (error) {
    runs.getState().report(error);
  }
}

/** Keeps the runs in the chosen files; how many there were (0: the store says what was wrong). */
export async function importRunFiles(runs: RunsStore, chosen: Iterable<File>): Promise<number> {
  try {
    const files = [...chosen].map((file) => ({ path: file.name, file }));
    const strange = files.find(({ path }) => !/\.(zip|json|safetensors)$/i.test(path));
    if (strange !== undefined) {
      throw new StudioError(
        "data",
        `${strange.path} is no kept run`,
        `Choose a file that ends with ${RUN_ARCHIVE_ENDING}, or a run.json.`,
      );
    }
    const isArchive = ({ path }: { path: string }) => /\.zip$/i.test(path);
    const loose = files.filter((file) => !isArchive(file));
    let count = 0;
    // Archives one by one, so that what lies beside a run in one is not taken for another's.
    for (const group of [...files.filter(isArchive).map((file) => [file]), loose]) {
      if (group.length === 0) continue;
      const members = await expandArchives(group, { accept: isRunMember });
      const kept = await runs.getState().importRuns(members.length > 0 ? members : group);
      if (kept === 0) return count;
      count += kept;
    }
    return count;
  } catch (error) {
    runs.getState().report(error);
    return 0;
  }
}
