// ZIP files taken apart before they are loaded, so that what was exported as one ZIP can be dropped in
// again. Unpacking runs in workers of its own; the parsing stays where it is for every file.
import { type AsyncUnzipOptions, unzip } from "fflate";
import { StudioError } from "../../base/errors.ts";
import type { DroppedFile } from "./collectDroppedFiles.ts";

function isWanted(path: string): boolean {
  return !path
    .split("/")
    .some((part) => part === "" || part.startsWith(".") || part === "__MACOSX");
}

/** Whether an entry is unpacked, by its path in the archive and the size it says it has. */
export type AcceptEntry = (path: string, bytes: number) => boolean;

async function unpack(archive: DroppedFile, accept: AcceptEntry): Promise<DroppedFile[]> {
  const options: AsyncUnzipOptions = {
    filter: (entry) => isWanted(entry.name) && accept(entry.name, entry.originalSize),
  };
  const bytes = new Uint8Array(await archive.file.arrayBuffer());
  const entries = await new Promise<Record<string, Uint8Array>>((resolve, reject) => {
    unzip(bytes, options, (error, unpacked) => {
      if (error === null) resolve(unpacked);
      else {
        reject(
          new StudioError(
            "data",
            `${archive.path} could not be unpacked: ${error.message}`,
            "Unpack it yourself and drop the folder.",
          ),
        );
      }
    });
  });
  return Object.entries(entries).map(([name, content]) => ({
    path: `${archive.path}/${name}`,
    file: new File([new Uint8Array(content)], name.slice(name.lastIndexOf("/") + 1)),
  }));
}

/** The files with every ZIP replaced by what is accepted of it. Rejects with StudioError("data") on a damaged one. */
export async function expandArchives(
  files: readonly DroppedFile[],
  accept: AcceptEntry = () => true,
): Promise<DroppedFile[]> {
  const expanded: DroppedFile[] = [];
  for (const file of files) {
    if (/\.zip$/i.test(file.path)) expanded.push(...(await unpack(file, accept)));
    else expanded.push(file);
  }
  return expanded;
}
