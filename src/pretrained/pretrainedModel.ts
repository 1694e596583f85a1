// A pretrained model loaded with Transformers.js, and its vectors. With extraction.worker.ts the only file
// that knows that library; it runs in a worker of its own. No address is asked but the source's.
import {
  AutoConfig,
  AutoImageProcessor,
  AutoModel,
  AutoModelForImageFeatureExtraction,
  AutoTokenizer,
  env,
  type PreTrainedModel,
  type PreTrainedTokenizer,
  RawImage,
  Tensor,
} from "@huggingface/transformers";
// The one file of the runtime that the build ships; the library would fetch it from elsewhere.
import runtimeUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import { StudioError } from "../base/errors.ts";
import { MODEL_FILES_CACHE } from "../domain/featureCache.ts";
import type { ModelRequest } from "../domain/features.ts";
import { type ChosenFiles, revisionPath } from "./chooseFiles.ts";
import type { VectorsRead } from "./extractionMessages.ts";
import type { ModelSource } from "./modelSource.ts";

/** Longer is never read at once, whatever a model allows: attention grows with the square. */
const MOST_TOKENS = 4096;
const MOST_THREADS = 8;

export interface PretrainedModel {
  /** Tokens it reads at once; null for images. */
  tokens: number | null;
  /** The mean over the tokens of each text; see VectorsRead. */
  readTexts(texts: readonly string[]): Promise<VectorsRead>;
  /** The last hidden state at the end of each piece but the first, for every chain; see chainPieces. */
  readChains(chains: readonly (readonly string[])[]): Promise<VectorsRead>;
  readImages(images: readonly Blob[]): Promise<VectorsRead>;
}

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
  env.allowLocalModels = false;
  env.allowRemoteModels = true;
  env.remoteHost = source.host;
  env.fetch = (url: RequestInfo | URL, init?: RequestInit) => fetchFor(source, String(url), init);
  env.useBrowserCache = !source.isDisk && typeof caches !== "undefined";
  env.cacheKey = MODEL_FILES_CACHE;
  env.useWasmCache = false;
  const { wasm } = env.backends.onnx;
  if (wasm !== undefined) {
    wasm.wasmPaths = { wasm: new URL(runtimeUrl, self.location.href).href };
    wasm.numThreads = self.crossOriginIsolated
      ? Math.min(MOST_THREADS, navigator.hardwareConcurrency)
      : 1;
  }
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
    const kinds = ["clip", "siglip", "jina_clip"];
    const type = kinds.includes(config.model_type ?? "")
      ? AutoModelForImageFeatureExtraction
      : AutoModel;
    const [processor, model] = [
      await AutoImageProcessor.from_pretrained(source.model, from),
      (await type.from_pretrained(source.model, options)) as PreTrainedModel,
    ];
    return {
      tokens: null,
      readTexts: wrongTask,
      readChains: wrongTask,
      async readImages(images) {
        const raw = await Promise.all(images.map((image) => RawImage.fromBlob(image)));
        const output = await model(await processor(raw));
        const whole: Tensor | undefined = output.image_embeds ?? output.pooler_output;
        // A tower without a vector of the whole image has one in its first token.
        const vectors = whole ?? (output.last_hidden_state as Tensor | undefined)?.slice(null, 0);
        if (vectors === undefined) throw noState(request.model, "image vector", output);
        return { width: vectors.dims[1]!, values: await numbers(vectors), cut: 0 };
      },
    };
  }
  const tokenizer: PreTrainedTokenizer = await AutoTokenizer.from_pretrained(source.model, from);
  const model = (await AutoModel.from_pretrained(source.model, options)) as PreTrainedModel;
  const tokens = longestInput(config as unknown as Record<string, unknown>, tokenizer);
  const special = specialTokens(tokenizer);
  const plain = (text: string) => tokenizer.encode(text, { add_special_tokens: false });

  /** One pass over rows of tokens, padded behind. */
  async function statesOf(rows: readonly number[][]) {
    const length = Math.max(...rows.map((row) => row.length));
    const ids = new BigInt64Array(rows.length * length).fill(BigInt(tokenizer.pad_token_id ?? 0));
    const mask = new BigInt64Array(rows.length * length);
    for (const [row, tokensOfIt] of rows.entries()) {
      for (const [place, id] of tokensOfIt.entries()) {
        ids[row * length + place] = BigInt(id);
        mask[row * length + place] = 1n;
      }
    }
    const shape = [rows.length, length];
    const output = await model({
      input_ids: new Tensor("int64", ids, shape),
      attention_mask: new Tensor("int64", mask, shape),
    });
    const states: Tensor | undefined =
      output.last_hidden_state ?? output.token_embeddings ?? output.hidden_states;
    if (states?.dims.length !== 3) throw noState(request.model, "last hidden state", output);
    return { states: await numbers(states), width: states.dims[2]!, length };
  }

  return {
    tokens,
    async readTexts(texts) {
      let cut = 0;
      const room = tokens - special.before.length - special.behind.length;
      const rows = texts.map((text) => {
        const ids = plain(text);
        if (ids.length > room) cut++;
        return [...special.before, ...ids.slice(Math.max(0, ids.length - room)), ...special.behind];
      });
      const { states, width, length } = await statesOf(rows);
      const values = new Float32Array(rows.length * width);
      for (const [row, { length: count }] of rows.entries()) {
        for (let place = 0; place < count; place++) {
          const from = (row * length + place) * width;
          for (let i = 0; i < width; i++) values[row * width + i]! += states[from + i]! / count;
        }
      }
      return { width, values, cut };
    },
    async readChains(chains) {
      let cut = 0;
      const room = tokens - special.before.length;
      const places: number[][] = [];
      const rows = chains.map((pieces) => {
        const parts = pieces.map(plain);
        const ids = parts.flat();
        const over = Math.max(0, ids.length - room);
        if (over > 0) cut++;
        let end = special.before.length - over - 1;
        const ends = parts.map((part) => {
          end += part.length;
          return end;
        });
        // A step that was cut away itself keeps the first state there is.
        places.push(ends.slice(1).map((place) => Math.max(0, place)));
        return [...special.before, ...ids.slice(over)];
      });
      const { states, width, length } = await statesOf(rows);
      const values = new Float32Array(places.reduce((sum, ends) => sum + ends.length, 0) * width);
      let at = 0;
      for (const [row, ends] of places.entries()) {
        for (const place of ends) {
          const from = (row * length + place) * width;
          values.set(states.subarray(from, from + width), at);
          at += width;
        }
      }
      return { width, values, cut };
    },
    readImages: wrongTask,
  };
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

async function wrongTask(): Promise<never> {
  throw new Error("the model was loaded for another task");
}

/** A tensor's numbers; half precision is widened. Throws StudioError("device") where one is not finite. */
async function numbers(tensor: Tensor): Promise<Float32Array> {
  const values = (tensor.type === "float32" ? tensor : tensor.to("float32")).data as Float32Array;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new StudioError(
        "device",
        "The model gave numbers that are not finite",
        "Half precision may be too coarse for it: choose the processor as its device.",
      );
    }
  }
  return values;
}

function noState(model: string, what: string, output: object): StudioError {
  const given = Object.keys(output).filter((name) => !name.startsWith("present"));
  const isGenerating = given.includes("logits");
  return new StudioError(
    "data",
    `“${model}” gives no ${what}, only ${given.join(", ") || "nothing"}`,
    isGenerating
      ? "It was exported for generating text. Take an export for feature extraction, or compute the vectors elsewhere and load them from a file."
      : "Choose another model, or another task.",
  );
}

function longestInput(config: Record<string, unknown>, tokenizer: PreTrainedTokenizer): number {
  const inner = (config["text_config"] ?? {}) as Record<string, unknown>;
  const allowed = [
    config["max_position_embeddings"],
    config["n_positions"],
    inner["max_position_embeddings"],
    (tokenizer as { model_max_length?: unknown }).model_max_length,
  ].filter((limit) => typeof limit === "number" && limit > 0) as number[];
  return Math.min(MOST_TOKENS, ...allowed);
}

/** The tokens that the tokenizer puts before and behind every text. */
function specialTokens(tokenizer: PreTrainedTokenizer): { before: number[]; behind: number[] } {
  const plain = tokenizer.encode("a", { add_special_tokens: false });
  const whole = tokenizer.encode("a");
  const start = whole.indexOf(plain[0]!);
  if (start < 0) return { before: [], behind: [] };
  return { before: whole.slice(0, start), behind: whole.slice(start + plain.length) };
}
