// ZIP files taken apart, so that what lies in them is read like files of a folder.
import { StudioError } from "./errors.ts";
import { readZip } from "./zipArchive.ts";

export interface FileWithPath {
  path: string;
  file: File;
}

/** Whether an entry is unpacked, by its path in the archive and the size it says it has. */
export type AcceptEntry = (path: string, bytes: number) => boolean;

export interface ExpandOptions {
  accept?: AcceptEntry;
  signal?: AbortSignal | undefined;
  /** Most bytes that may be unpacked from all archives together; what is stored as it is does not count. */
  maxUnpackedBytes?: number;
  /**
   * Is told of a ZIP, or a file in one, that cannot be unpacked, which is left out then; without it the first
   * such fault rejects. `bytes` as the archive says.
   */
  onFault?: (at: { path: string; bytes: number }, fault: StudioError) => void;
}

/** Browsers hold about so much of unpacked files before they give up. */
const MAX_UNPACKED_BYTES = 4 * 2 ** 30;
/** Files at fault of one ZIP that are told one by one. */
const TOLD_ONE_BY_ONE = 20;
/** Of a path in a ZIP, in messages. */
const SHOWN_CHARS = 200;

/**
 * The files with every ZIP (by its name) replaced by what is accepted of it, at `<path of the ZIP>/<path in
 * it>`; hidden files are left out. Rejects with StudioError("data") on a damaged one or one too large,
 * StudioError("cancelled") when aborted.
 */
export async function expandArchives(
  files: readonly FileWithPath[],
  options: ExpandOptions = {},
): Promise<FileWithPath[]> {
  const expanded: FileWithPath[] = [];
  let room = options.maxUnpackedBytes ?? MAX_UNPACKED_BYTES;
  for (const input of files) {
    if (!/\.zip$/i.test(input.path)) {
      expanded.push(input);
      continue;
    }
    try {
      const { entries, unpacked } = await unpack(input, room, options);
      for (const entry of entries) expanded.push(entry);
      room -= unpacked;
    } catch (error) {
      const isFault = error instanceof StudioError && error.code === "data";
      if (!isFault || !options.onFault) throw error;
      options.onFault({ path: input.path, bytes: input.file.size }, error);
    }
  }
  return expanded;
}

async function unpack(
  archive: FileWithPath,
  room: number,
  { accept = () => true, signal, onFault }: ExpandOptions,
): Promise<{ entries: FileWithPath[]; unpacked: number }> {
  const found = await readZip(archive.file, signal).catch((error: unknown) => {
    throwIfAborted(signal);
    throw cannotUnpack(archive, error);
  });
  if (found.length === 0) throw cannotUnpack(archive, new Error("there are no files in it"));
  const wanted = found.filter(({ path, bytes }) => isShown(path) && accept(path, bytes));
  const unpacked = wanted.reduce(
    (sum, { isCompressed, bytes, fault }) => sum + (isCompressed && fault === null ? bytes : 0),
    0,
  );
  if (unpacked > room) {
    throw new StudioError(
      "data",
      `${archive.path} would unpack to ${gigabytes(unpacked)} GB; at most ${gigabytes(room)} can be held`,
      "Unpack it yourself and drop the folder.",
    );
  }
  const entries: FileWithPath[] = [];
  let faults = 0;
  for (const { path, bytes, read } of wanted) {
    throwIfAborted(signal);
    try {
      const content = await read(signal);
      const name = path.slice(path.lastIndexOf("/") + 1);
      entries.push({ path: `${archive.path}/${path}`, file: new File([content], name) });
    } catch (error) {
      throwIfAborted(signal);
      const fault = cannotUnpack(archive, error);
      if (!onFault) throw fault;
      if (++faults <= TOLD_ONE_BY_ONE) {
        onFault({ path: `${archive.path}/${path.slice(0, SHOWN_CHARS)}`, bytes }, fault);
      }
    }
  }
  if (faults > TOLD_ONE_BY_ONE && onFault) {
    const more = `${(faults - TOLD_ONE_BY_ONE).toLocaleString("en-US")} more of its files cannot be read either`;
    onFault({ path: archive.path, bytes: 0 }, cannotUnpack(archive, new Error(more)));
  }
  return { entries, unpacked };
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new StudioError("cancelled", "reading the files was cancelled");
}

function isShown(path: string): boolean {
  // What leads out of the archive is not hidden: it is told.
  return !path
    .split("/")
    .some((part) => (part.startsWith(".") && part !== "..") || part === "__MACOSX");
}

function cannotUnpack({ path }: FileWithPath, error: unknown): StudioError {
  const reason = error instanceof Error ? error.message : String(error);
  return new StudioError(
    "data",
    `${path} could not be unpacked: ${reason}`,
    "Unpack it yourself and drop the folder.",
  );
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toLocaleString("en-US", { maximumFractionDigits: 1 });
}
