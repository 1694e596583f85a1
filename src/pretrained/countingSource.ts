// A source that counts the bytes it hands out, and remembers what went wrong: the library that asks for
// the files tells neither.
import { StudioError } from "../base/errors.ts";
import { missing } from "./chooseFiles.ts";
import type { ModelSource } from "./modelSource.ts";

/** Bytes between two reports. */
const REPORT_EVERY = 1 << 18;

export interface CountingSource extends ModelSource {
  /** In words why a file did not come, where that is what the library's error is about; else null. */
  fault(model: string, error: unknown): StudioError | null;
}

/**
 * @param expected bytes known to come
 * @param onBytes told of the bytes that came and those to come, of all files together
 */
export function countingSource(
  source: ModelSource,
  expected: number,
  onBytes: (done: number, total: number) => void,
): CountingSource {
  let done = 0;
  let total = 0;
  let reported = 0;
  let thrown: StudioError | null = null;
  /** Also files that need not be there. */
  const refused: { path: string; status: number }[] = [];

  // A compressed file is longer than it said.
  const report = () => onBytes(done, Math.max(done, total, expected));

  function counted(response: Response): Response {
    total += Number(response.headers.get("content-length") ?? 0);
    if (response.body === null) return response;
    const count = new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        done += piece.byteLength;
        if (done - reported >= REPORT_EVERY) {
          reported = done;
          report();
        }
        controller.enqueue(piece);
      },
      flush: report,
    });
    return new Response(response.body.pipeThrough(count), {
      status: response.status,
      headers: response.headers,
    });
  }

  return {
    ...source,
    async fetchUrl(url, init) {
      let response: Response;
      try {
        response = await source.fetchUrl(url, init);
      } catch (error) {
        if (error instanceof StudioError) thrown ??= error;
        throw error;
      }
      if (!response.ok) {
        refused.push({ path: url.split(/\/resolve\/[^/]+\//)[1] ?? url, status: response.status });
        return response;
      }
      return counted(response);
    },
    fault(model, error) {
      if (thrown !== null) return thrown;
      const told = error instanceof Error ? error.message : String(error);
      const about = refused.find(({ path }) => told.includes(path));
      return about === undefined ? null : missing(source, model, about.path, about.status);
    },
  };
}
