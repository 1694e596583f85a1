// PRM parameters as a safetensors file: 8 bytes of header length, a JSON header, then the tensors.
// Format: huggingface/safetensors README. The encoder's config and vocabulary travel in __metadata__, its
// language model as tensors behind the PRM's.
import { z } from "zod";
import { StudioError } from "../../base/errors.ts";
import { AGGREGATIONS, type Aggregation, encoderSchema } from "../../domain/runConfig.ts";
import {
  lexicalPrmEncoder,
  type PrmEncoder,
  transformerPrmEncoder,
} from "../encoders/prmEncoder.ts";
import { readVocabulary } from "../encoders/vocabulary.ts";
import { languageLayout } from "../language/languageLayout.ts";
import { type EncoderConfig, type Layout, type PrmLayout, prmLayout } from "./layout.ts";

/** A trained PRM outside any device. */
export interface SavedPrm {
  /** What its chains are encoded by. */
  encoder: PrmEncoder;
  layout: PrmLayout;
  /** φ, flat, in layout order. */
  params: Float64Array;
  /** Lower steps it was trained for. */
  step: number;
  /** How its scores become a chain score. */
  aggregation: Aggregation;
}

const HEADER_BYTES = 8;
const MAX_HEADER = 1 << 20;

export function writeSafetensors(prm: SavedPrm): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = {
    __metadata__: {
      format: "dreamprm-studio",
      encoder: JSON.stringify(prm.encoder.config),
      ...(prm.encoder.vocabulary
        ? { vocabulary: JSON.stringify(prm.encoder.vocabulary.data) }
        : {}),
      step: String(prm.step),
      aggregation: prm.aggregation,
    },
  };
  const { languageModel } = prm.encoder;
  const parts = [prm, ...(languageModel ? [languageModel] : [])];
  let at = 0;
  for (const { layout } of parts) {
    for (const { name, shape, offset, size } of layout.blocks) {
      header[name] = {
        dtype: "F32",
        shape,
        data_offsets: [at + offset * 4, at + (offset + size) * 4],
      };
    }
    at += layout.size * 4;
  }
  let json = JSON.stringify(header);
  json += " ".repeat((8 - (json.length % 8)) % 8); // tensors start aligned, as the format asks
  const headerBytes = new TextEncoder().encode(json);
  const out = new Uint8Array(HEADER_BYTES + headerBytes.length + at);
  const view = new DataView(out.buffer);
  view.setBigUint64(0, BigInt(headerBytes.length), true);
  out.set(headerBytes, HEADER_BYTES);
  let to = HEADER_BYTES + headerBytes.length;
  for (const { params } of parts) {
    for (const value of params) {
      view.setFloat32(to, value, true);
      to += 4;
    }
  }
  return out;
}

const metadataSchema = z.looseObject({
  format: z.literal("dreamprm-studio"),
  encoder: z.string(),
  /** A transformer's, as JSON. */
  vocabulary: z.string().optional(),
  step: z.coerce.number().int().min(0),
  aggregation: z.enum(AGGREGATIONS),
});
const tensorSchema = z.looseObject({
  dtype: z.literal("F32"),
  shape: z.array(z.number().int().min(0)),
  data_offsets: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
});

/**
 * Reads a PRM that this app wrote. Throws StudioError("data") naming what is wrong: no safetensors file,
 * another program's, a vocabulary missing or wrong, a tensor missing, of the wrong shape, out of range or
 * not finite.
 */
export function readSafetensors(bytes: Uint8Array): SavedPrm {
  const fail = (message: string): never => {
    throw new StudioError("data", message, "Choose a prm.safetensors that this app exported.");
  };
  if (bytes.length < HEADER_BYTES) return fail("The file is too short to be safetensors");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > MAX_HEADER || HEADER_BYTES + headerLength > bytes.length) {
    return fail(
      `The safetensors header claims ${headerLength} bytes, which the file does not hold`,
    );
  }
  const header = parseJson(
    new TextDecoder().decode(bytes.subarray(HEADER_BYTES, HEADER_BYTES + headerLength)),
  );
  const tensors = z.record(z.string(), z.unknown()).safeParse(header);
  if (!tensors.success) return fail("The safetensors header is not a JSON object");
  const metadata = metadataSchema.safeParse(tensors.data["__metadata__"]);
  if (!metadata.success) return fail("The file holds no PRM of this app (no such __metadata__)");
  const encoder = encoderSchema.safeParse(parseJson(metadata.data.encoder));
  if (!encoder.success)
    return fail(`The PRM's encoder config is not valid: ${encoder.error.message}`);
  const base = HEADER_BYTES + headerLength;
  const readParams = ({ blocks, size }: Layout): Float64Array => {
    const params = new Float64Array(size);
    for (const block of blocks) {
      const tensor = tensorSchema.safeParse(tensors.data[block.name]);
      if (!tensor.success) return fail(`The tensor "${block.name}" is missing or not F32`);
      const [from, to] = tensor.data.data_offsets;
      const isRightShape = tensor.data.shape.join() === block.shape.join();
      if (!isRightShape || to - from !== block.size * 4 || base + to > bytes.length) {
        return fail(
          `The tensor "${block.name}" should be [${block.shape}], got [${tensor.data.shape}] in bytes ${from} to ${to}`,
        );
      }
      for (let i = 0; i < block.size; i++) {
        const value = view.getFloat32(base + from + i * 4, true);
        if (!Number.isFinite(value))
          return fail(`The tensor "${block.name}" is not finite at ${i}`);
        params[block.offset + i] = value;
      }
    }
    return params;
  };
  const layout = prmLayout(encoder.data);
  const { step, aggregation } = metadata.data;
  return {
    layout,
    params: readParams(layout),
    encoder: readEncoder(encoder.data, metadata.data.vocabulary, readParams),
    step,
    aggregation,
  };
}

function readEncoder(
  config: EncoderConfig,
  vocabulary: string | undefined,
  readParams: (layout: Layout) => Float64Array,
): PrmEncoder {
  if (config.kind === "lexical") return lexicalPrmEncoder(config);
  const words = vocabulary === undefined ? undefined : parseJson(vocabulary);
  const layout = languageLayout(config);
  return transformerPrmEncoder(
    config,
    readVocabulary(words, config.vocabulary),
    config.languageModel.steps === 0
      ? null
      : { layout, params: Float32Array.from(readParams(layout)) },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
