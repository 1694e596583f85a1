// PRM parameters as a safetensors file: 8 bytes of header length, a JSON header, then the tensors.
// Format: huggingface/safetensors README. The encoder's config and vocabulary travel in __metadata__, its
// language model and its picture codes as tensors behind the PRM's. A head on a frozen encoder is written as PyTorch has it, on
// the encoder's vectors as they are.

import { StudioError } from "../../base/errors.ts";
import { z } from "../../base/zod.ts";
import {
  AGGREGATIONS,
  type Aggregation,
  configIssues,
  encoderSchema,
} from "../../domain/runConfig.ts";
import { frozenPrmEncoder } from "../encoders/frozenEncoder.ts";
import { pictureCodesLayout } from "../encoders/pictureCodes.ts";
import {
  lexicalPrmEncoder,
  type PrmEncoder,
  transformerPrmEncoder,
} from "../encoders/prmEncoder.ts";
import { readVocabulary } from "../encoders/vocabulary.ts";
import { languageLayout } from "../language/languageLayout.ts";
import { foldHead, HEAD_FORMULAS, headParams, type NamedTensor } from "./headTensors.ts";
import { type EncoderConfig, isHead, type Layout, type PrmLayout, prmLayout } from "./layout.ts";

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
/** Files of less than half of what they should have are not looked at tensor by tensor. */
const SLACK_BYTES = 1 << 20;

/** The PRM's tensors as they are written. */
function tensorsOf({ layout, params, encoder }: SavedPrm): NamedTensor[] {
  if (isHead(layout)) return foldHead(layout, params, encoder.projection);
  const learned = [encoder.languageModel, encoder.pictureCodes].filter((part) => part !== null);
  return [{ layout, params }, ...learned].flatMap((part) =>
    part.layout.blocks.map(({ name, shape, offset, size }) => ({
      name,
      shape,
      values: part.params.subarray(offset, offset + size),
    })),
  );
}

export function writeSafetensors(prm: SavedPrm): Uint8Array<ArrayBuffer> {
  const { config, vocabulary, pictureCodes } = prm.encoder;
  const header: Record<string, unknown> = {
    __metadata__: {
      format: "dreamprm-studio",
      // A head's projection is in its tensors.
      encoder: JSON.stringify(config.kind === "frozen" ? { ...config, projection: 0 } : config),
      ...(vocabulary ? { vocabulary: JSON.stringify(vocabulary.data) } : {}),
      ...(pictureCodes ? { pictureCodes: String(pictureCodes.layout.count) } : {}),
      ...(isHead(prm.layout) ? { head: HEAD_FORMULAS[prm.layout.head] } : {}),
      step: String(prm.step),
      aggregation: prm.aggregation,
    },
  };
  const tensors = tensorsOf(prm);
  let at = 0;
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: "F32", shape, data_offsets: [at, at + 4 * values.length] };
    at += 4 * values.length;
  }
  let json = JSON.stringify(header);
  json += " ".repeat((8 - (json.length % 8)) % 8); // tensors start aligned, as the format asks
  const headerBytes = new TextEncoder().encode(json);
  const out = new Uint8Array(HEADER_BYTES + headerBytes.length + at);
  const view = new DataView(out.buffer);
  view.setBigUint64(0, BigInt(headerBytes.length), true);
  out.set(headerBytes, HEADER_BYTES);
  let to = HEADER_BYTES + headerBytes.length;
  for (const { values } of tensors) {
    for (let i = 0; i < values.length; i++) {
      view.setFloat32(to, values[i]!, true);
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
  /** How many codes a transformer has for patches of pictures. */
  pictureCodes: z.coerce.number().int().min(1).optional(),
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
    return fail(`The PRM's encoder config is not valid: ${faultsOf(encoder.error)}`);
  const base = HEADER_BYTES + headerLength;
  const readTensor = (name: string, shape: readonly number[]): Float64Array => {
    const tensor = tensorSchema.safeParse(tensors.data[name]);
    if (!tensor.success) return fail(`The tensor "${name}" is missing or not F32`);
    const [from, to] = tensor.data.data_offsets;
    const size = shape.reduce((product, length) => product * length, 1);
    const isRightShape = tensor.data.shape.join() === shape.join();
    if (!isRightShape || to - from !== size * 4 || base + to > bytes.length) {
      const got = tensor.data.shape.slice(0, 8).join(",");
      return fail(
        `The tensor "${name}" should be [${shape}], got [${got}] in bytes ${from} to ${to}`,
      );
    }
    const values = new Float64Array(size);
    for (let i = 0; i < values.length; i++) {
      const value = view.getFloat32(base + from + i * 4, true);
      if (!Number.isFinite(value)) return fail(`The tensor "${name}" is not finite at ${i}`);
      values[i] = value;
    }
    return values;
  };
  const readParams = ({ blocks, size }: Layout): Float64Array => {
    const params = new Float64Array(size);
    for (const { name, shape, offset } of blocks) params.set(readTensor(name, shape), offset);
    return params;
  };
  if (encoder.data.kind === "frozen" && encoder.data.width === 0) {
    return fail("The PRM's encoder config does not say how wide its vectors are");
  }
  const layout = prmLayout(encoder.data);
  // Before anything is allocated: a config of a few bytes can ask for gigabytes.
  if (layout.size * 4 > 2 * bytes.length + SLACK_BYTES) {
    const [asked, there] = [layout.size * 4, bytes.length - base].map((n) =>
      n.toLocaleString("en-US"),
    );
    return fail(
      `The PRM's encoder config asks for ${asked} bytes of parameters, the file has ${there}`,
    );
  }
  const { step, aggregation, pictureCodes = 0 } = metadata.data;
  if (encoder.data.kind === "transformer" && pictureCodes >= encoder.data.vocabulary) {
    return fail(
      `The PRM has ${pictureCodes} picture codes in a vocabulary of ${encoder.data.vocabulary}`,
    );
  }
  return {
    layout,
    params: isHead(layout) ? headParams(layout, readTensor) : readParams(layout),
    encoder: readEncoder(encoder.data, metadata.data.vocabulary, pictureCodes, readParams),
    step,
    aggregation,
  };
}

function readEncoder(
  config: EncoderConfig,
  vocabulary: string | undefined,
  pictureCodes: number,
  readParams: (layout: Layout) => Float64Array,
): PrmEncoder {
  if (config.kind === "lexical") return lexicalPrmEncoder(config);
  if (config.kind === "frozen") return frozenPrmEncoder(config, null);
  const words = vocabulary === undefined ? undefined : parseJson(vocabulary);
  const read = <L extends Layout>(layout: L) => ({
    layout,
    params: Float32Array.from(readParams(layout)),
  });
  return transformerPrmEncoder(
    config,
    readVocabulary(words, config.vocabulary - pictureCodes),
    config.languageModel.steps === 0 ? null : read(languageLayout(config)),
    pictureCodes === 0 ? null : read(pictureCodesLayout(pictureCodes)),
  );
}

/** The first of what is wrong with a config, in words. */
function faultsOf(error: z.ZodError): string {
  return configIssues(error)
    .slice(0, 3)
    .map(({ path, message }) => `${path}: ${message}`)
    .join("; ");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
