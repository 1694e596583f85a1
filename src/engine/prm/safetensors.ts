// PRM parameters as a safetensors file: 8 bytes of header length, a JSON header, then the tensors.
// Format: huggingface/safetensors README. The encoder's config and vocabulary travel in __metadata__.
import { z } from "zod";
import { StudioError } from "../../base/errors.ts";
import { AGGREGATIONS, type Aggregation, encoderSchema } from "../../domain/runConfig.ts";
import {
  lexicalPrmEncoder,
  type PrmEncoder,
  transformerPrmEncoder,
} from "../encoders/prmEncoder.ts";
import { readVocabulary } from "../encoders/vocabulary.ts";
import { type EncoderConfig, type PrmLayout, prmLayout } from "./layout.ts";

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
      encoder: JSON.stringify(prm.layout.encoder),
      ...(prm.encoder.vocabulary
        ? { vocabulary: JSON.stringify(prm.encoder.vocabulary.data) }
        : {}),
      step: String(prm.step),
      aggregation: prm.aggregation,
    },
  };
  for (const block of prm.layout.blocks) {
    header[block.name] = {
      dtype: "F32",
      shape: block.shape,
      data_offsets: [block.offset * 4, (block.offset + block.size) * 4],
    };
  }
  let json = JSON.stringify(header);
  json += " ".repeat((8 - (json.length % 8)) % 8); // tensors start aligned, as the format asks
  const headerBytes = new TextEncoder().encode(json);
  const out = new Uint8Array(HEADER_BYTES + headerBytes.length + prm.params.length * 4);
  const view = new DataView(out.buffer);
  view.setBigUint64(0, BigInt(headerBytes.length), true);
  out.set(headerBytes, HEADER_BYTES);
  const base = HEADER_BYTES + headerBytes.length;
  prm.params.forEach((value, i) => {
    view.setFloat32(base + i * 4, value, true);
  });
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
  const layout = prmLayout(encoder.data);
  const params = new Float64Array(layout.size);
  const base = HEADER_BYTES + headerLength;
  for (const block of layout.blocks) {
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
      if (!Number.isFinite(value)) return fail(`The tensor "${block.name}" is not finite at ${i}`);
      params[block.offset + i] = value;
    }
  }
  const { step, aggregation } = metadata.data;
  return {
    encoder: readEncoder(encoder.data, metadata.data.vocabulary),
    layout,
    params,
    step,
    aggregation,
  };
}

function readEncoder(config: EncoderConfig, vocabulary: string | undefined): PrmEncoder {
  if (config.kind === "lexical") return lexicalPrmEncoder(config);
  return transformerPrmEncoder(
    config,
    readVocabulary(vocabulary === undefined ? undefined : parseJson(vocabulary), config.vocabulary),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
