// Which of a model's files are taken, before anything large is fetched: its version, the precision of its
// weights, and whether everything needed is there. What is missing is named.
import { StudioError } from "../base/errors.ts";
import type { ModelVersion } from "../domain/featureCache.ts";
import type { ModelTask } from "../domain/features.ts";
import type { ChosenDevice } from "./chooseDevice.ts";
import type { ModelSource } from "./modelSource.ts";

/** Ends of the file's name by precision, as the exports name them. */
const SUFFIXES = {
  fp32: "",
  fp16: "_fp16",
  q8: "_quantized",
  int8: "_int8",
  uint8: "_uint8",
  q4: "_q4",
  q4f16: "_q4f16",
} as const;
export type Precision = keyof typeof SUFFIXES;

/** Half precision runs on GPUs only, and not on all of them. */
const HALF: readonly Precision[] = ["fp16", "q4f16"];

/** Full precision is taken up to so many bytes; beyond, a smaller file is looked for. */
const LARGE = 700e6;

export interface ChosenFiles extends ModelVersion {
  precision: Precision;
}

/** A version that is remembered, where this device can run it. */
export function reusable(
  version: ModelVersion | null,
  { device, canHalf }: ChosenDevice,
): ChosenFiles | null {
  const precision = version?.precision as Precision | undefined;
  if (version === null || precision === undefined || !(precision in SUFFIXES)) return null;
  if (!ORDER[device].includes(precision) || (HALF.includes(precision) && !canHalf)) return null;
  return { ...version, precision };
}

/** Names the graph may have, the better first: an image tower apart, or a model of nothing else. */
const GRAPHS: Readonly<Record<ModelTask, readonly string[]>> = {
  text: ["model"],
  causal: ["model"],
  image: ["vision_model", "model"],
};
/** What is looked for, in order. GPUs have no fast way with eight bits, the processor none with four. */
const ORDER: Readonly<Record<ChosenDevice["device"], readonly Precision[]>> = {
  webgpu: ["fp32", "fp16", "q4f16", "q4", "q8", "int8", "uint8"],
  wasm: ["fp32", "q8", "int8", "uint8", "q4"],
};

function graphPath(graph: string, precision: Precision): string {
  return `onnx/${graph}${SUFFIXES[precision]}.onnx`;
}

/**
 * Version of a model: the hub's commit where it says one, else a hash of its config's text (hub) or of its
 * files (disk).
 * @returns null where the hub cannot be reached
 * @throws StudioError("data") where there is no such model
 */
export async function findRevision(source: ModelSource, model: string): Promise<string | null> {
  if (source.isDisk) return `disk-${await contentsHash(source)}`;
  let response: Response;
  try {
    response = await source.fetch("config.json", "main", { cache: "no-store" });
  } catch (error) {
    if (error instanceof StudioError) return null;
    throw error;
  }
  if (!response.ok) throw missing(source, model, "config.json", response.status);
  const commit = response.headers.get("x-repo-commit");
  return commit !== null && /^[0-9a-f]{40}$/.test(commit)
    ? commit
    : `main-${await shortHash(await response.arrayBuffer())}`;
}

/** The name under which a revision's files are asked for. */
export function revisionPath(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision : "main";
}

/**
 * The weights to take: full precision unless it is very large, else half (on a GPU that can) or quantised.
 * @throws StudioError("data") naming the file that is missing
 */
export async function chooseFiles(
  source: ModelSource,
  request: { model: string; task: ModelTask },
  revision: string,
  { device, canHalf }: ChosenDevice,
): Promise<ChosenFiles> {
  const { model, task } = request;
  const needed = task === "image" ? "preprocessor_config.json" : "tokenizer.json";
  const { status } = await sizeOf(source, revision, needed);
  if (status !== 200) throw missing(source, model, needed, status);
  let smallest: ChosenFiles | null = null;
  for (const graph of GRAPHS[task]) {
    for (const precision of ORDER[device]) {
      if (HALF.includes(precision) && !canHalf) continue;
      const path = graphPath(graph, precision);
      const own = await sizeOf(source, revision, path);
      if (own.status !== 200) continue;
      let { bytes } = own;
      let dataFiles = 0;
      for (; ; dataFiles++) {
        const end = dataFiles === 0 ? "" : `_${dataFiles}`;
        const data = await sizeOf(source, revision, `${path}_data${end}`);
        if (data.status !== 200) break;
        bytes += data.bytes;
      }
      const found = { revision, precision, graph, dataFiles, bytes };
      if (bytes <= LARGE) return found;
      if (smallest === null || bytes < smallest.bytes) smallest = found;
    }
    if (smallest !== null) return smallest;
  }
  throw missing(source, model, graphPath(GRAPHS[task][0]!, "fp32"), 404);
}

/** Size of a file without fetching it: only its first byte is asked for. */
async function sizeOf(
  source: ModelSource,
  revision: string,
  path: string,
): Promise<{ status: number; bytes: number }> {
  const response = await source.fetch(path, revisionPath(revision), {
    headers: { Range: "bytes=0-0" },
    cache: "no-store",
  });
  const whole = response.headers.get("content-range")?.split("/")[1];
  const bytes = Number(whole ?? response.headers.get("content-length") ?? 0);
  await response.body?.cancel();
  return { status: response.ok ? 200 : response.status, bytes };
}

/** What to say of a file that is not there, or may not be read. */
export function missing(
  source: ModelSource,
  model: string,
  path: string,
  status: number,
): StudioError {
  if (source.isDisk) {
    return new StudioError(
      "data",
      `The model's ${path} is missing among the files`,
      "Pick the whole folder of the model: config.json, tokenizer.json and the onnx folder.",
    );
  }
  const hint =
    path === "config.json"
      ? "Check the model's id; a private or gated model has to be downloaded and picked from the disk."
      : "Only models exported to ONNX can be read in a browser; look for one of the same name with an onnx folder.";
  return new StudioError(
    "data",
    `${source.host} has no ${path} of “${model}” (it answered ${status})`,
    hint,
  );
}

const HASHED_WHOLE = 64e6;
const HASHED_END = 4e6;

/** Of every file the path, the size and the contents; of a very large one its beginning and end. */
async function contentsHash(source: ModelSource): Promise<string> {
  const parts: string[] = [];
  for (const path of [...(source.paths ?? [])].sort()) {
    if (!/(^onnx\/|\.json$|\.txt$|\.model$)/.test(path)) continue;
    const file = await (await source.fetch(path, "main")).blob();
    const read =
      file.size <= HASHED_WHOLE
        ? file
        : new Blob([file.slice(0, HASHED_END), file.slice(file.size - HASHED_END)]);
    parts.push(`${path} ${file.size} ${await shortHash(await read.arrayBuffer())}`);
  }
  return shortHash(new TextEncoder().encode(parts.join("\n")).buffer);
}

/** 64 bits of SHA-256, in hexadecimal digits. */
export async function shortHash(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
