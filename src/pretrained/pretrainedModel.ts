// Loads a pretrained model with Transformers.js, in a worker of its own. No address is asked but the source's:
// the runtime comes from this app's own files, the model's files from where the user said.
import {
  AutoConfig,
  AutoImageProcessor,
  AutoModel,
  AutoModelForImageFeatureExtraction,
  AutoTokenizer,
  env,
  type PreTrainedModel,
} from "@huggingface/transformers";
// The one file of the runtime that the build ships; the library would fetch it from elsewhere.
import runtimeUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import { MODEL_FILES_CACHE } from "../domain/featureCache.ts";
import type { ModelRequest } from "../domain/features.ts";
import { type ChosenFiles, revisionPath } from "./chooseFiles.ts";
import { ImageReader } from "./imageReader.ts";
import type { ModelSource } from "./modelSource.ts";
import { TextReader } from "./textReader.ts";

const MOST_THREADS = 8;
/** Kinds of models that have an image tower beside another one. */
const TWO_TOWERS = ["clip", "siglip", "jina_clip"];

export type PretrainedModel =
  | { task: "text" | "causal"; reader: TextReader }
  | { task: "image"; reader: ImageReader };

/**
 * Fetches and prepares the model.
 * @throws what the source throws, or the runtime's own error where the model cannot be run
 */
export async function loadPretrained(
  source: ModelSource,
  request: ModelRequest,
  files: ChosenFiles,
  device: "webgpu" | "wasm",
): Promise<PretrainedModel> {
  confineTo(source);
  const from = { revision: revisionPath(files.revision) };
  const config = await AutoConfig.from_pretrained(source.model, from);
  const options = {
    ...from,
    config,
    device,
    dtype: files.precision,
    model_file_name: files.graph,
    use_external_data_format: files.dataFiles,
  } as const;
  if (request.task === "image") {
    const hasTower = TWO_TOWERS.includes(config.model_type ?? "");
    const type = hasTower ? AutoModelForImageFeatureExtraction : AutoModel;
    const processor = await AutoImageProcessor.from_pretrained(source.model, from);
    const model = (await type.from_pretrained(source.model, options)) as PreTrainedModel;
    return { task: "image", reader: new ImageReader(request.model, model, processor) };
  }
  const tokenizer = await AutoTokenizer.from_pretrained(source.model, from);
  const model = (await AutoModel.from_pretrained(source.model, options)) as PreTrainedModel;
  return { task: request.task, reader: new TextReader(request.model, model, tokenizer) };
}

/** Has the library take its files from this source and its runtime from the app. */
function confineTo(source: ModelSource): void {
  env.allowLocalModels = false;
  env.allowRemoteModels = true;
  env.remoteHost = source.host;
  env.fetch = (url: RequestInfo | URL, init?: RequestInit) => fetchFor(source, String(url), init);
  env.useBrowserCache = !source.isDisk && typeof caches !== "undefined";
  env.cacheKey = MODEL_FILES_CACHE;
  env.useWasmCache = false;
  const { wasm } = env.backends.onnx;
  if (wasm === undefined) return;
  wasm.wasmPaths = { wasm: new URL(runtimeUrl, self.location.href).href };
  wasm.numThreads = self.crossOriginIsolated
    ? Math.min(MOST_THREADS, navigator.hardwareConcurrency)
    : 1;
}

/**
 * A file for the library. tokenizer_config.json need not be there, though the library wants it: what matters
 * here stands in tokenizer.json. Whether there is one it asks of the newest version, whichever was chosen,
 * and is told yes.
 */
async function fetchFor(source: ModelSource, url: string, init?: RequestInit): Promise<Response> {
  if (!url.endsWith("/tokenizer_config.json")) return source.fetchUrl(url, init);
  if (new Headers(init?.headers).has("Range")) {
    return new Response(null, { status: 206, headers: { "content-range": "bytes 0-0/2" } });
  }
  const response = await source.fetchUrl(url, init);
  return response.status === 404 ? Response.json({}) : response;
}
