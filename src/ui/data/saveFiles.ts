// Hands files to the browser's download: one as it is, several in one ZIP, since a browser asks
// before it lets a page save many files.

export interface SavedFile {
  name: string;
  blob: Blob;
}

export function saveFile(file: SavedFile): void {
  const url = URL.createObjectURL(file.blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  // The download has the blob by the next turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/**
 * Packs files into one ZIP, read and compressed piece by piece; images as they are, since they are compressed
 * already and can then be read out of the ZIP without unpacking. Rejects where a blob cannot be read.
 */
export async function zipFiles(files: readonly SavedFile[]): Promise<Blob> {
  const { Zip, ZipDeflate, ZipPassThrough } = await import("fflate");
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, piece) => {
    if (error !== null) failure = error;
    else pieces.push(new Uint8Array(piece));
  });
  for (const { name, blob } of files) {
    const entry = blob.type.startsWith("image/")
      ? new ZipPassThrough(name)
      : new ZipDeflate(name, { level: 6 });
    zip.add(entry);
    const reader = blob.stream().getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      entry.push(value);
    }
    entry.push(new Uint8Array(0), true);
  }
  zip.end();
  if (failure !== null) throw failure;
  return new Blob(pieces, { type: "application/zip" });
}

/** Saves one file as it is, several as one ZIP of the given name. */
export async function saveFiles(files: readonly SavedFile[], zipName: string): Promise<void> {
  const [only] = files;
  if (files.length === 1 && only !== undefined) saveFile(only);
  else saveFile({ name: zipName, blob: await zipFiles(files) });
}
