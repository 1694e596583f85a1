// The worker that holds a pretrained model: loads it, and reads what the extractor hands it. It is started
// when a model is asked for and not before; the library and its runtime come with it.
import "../base/guardWorker.ts";
import { StudioError, toErrorReport } from "../base/errors.ts";
import { countingSource } from "./countingSource.ts";
import type {
  ExtractionCall,
  ExtractionReply,
  Reading,
  VectorsRead,
} from "./extractionMessages.ts";
import { isMemoryFault } from "./memoryFault.ts";
import { openModelSource } from "./modelSource.ts";
import { loadPretrained, type PretrainedModel } from "./pretrainedModel.ts";

const post = (message: ExtractionReply, transfer: Transferable[] = []) =>
  self.postMessage(message, { transfer });

let model: PretrainedModel | null = null;

async function answer(call: ExtractionCall): Promise<VectorsRead | null> {
  if (call.name === "load") {
    const source = countingSource(openModelSource(call.request), call.files.bytes, (done, total) =>
      post({ kind: "bytes", done, total }),
    );
    try {
      model = await loadPretrained(source, call.request, call.files, call.device);
    } catch (error) {
      // The library hides why a file did not come; the source knows.
      throw source.fault(call.request.model, error) ?? error;
    }
    return null;
  }
  if (model === null) throw new Error("no model is loaded");
  if (model.task === "image") return model.reader.readImages(call.readings.map(imageOf));
  return model.task === "text"
    ? model.reader.readTexts(call.readings.map(textOf))
    : model.reader.readChains(call.readings.map(piecesOf));
}

const textOf = (reading: Reading) => of(reading, "text").text;
const piecesOf = (reading: Reading) => of(reading, "causal").pieces;
const imageOf = (reading: Reading) => of(reading, "image").image;

function of<K extends Reading["kind"]>(reading: Reading, kind: K): Extract<Reading, { kind: K }> {
  if (reading.kind !== kind) throw new Error(`a ${reading.kind} was handed to a ${kind} model`);
  return reading as Extract<Reading, { kind: K }>;
}

async function handle(id: number, call: ExtractionCall): Promise<void> {
  try {
    const value = await answer(call);
    post({ kind: "reply", id, value }, value === null ? [] : [value.values.buffer]);
  } catch (error) {
    const isMemory = isMemoryFault(error);
    const told =
      error instanceof StudioError || isMemory
        ? error
        : new StudioError(
            "device",
            `The model cannot be run here: ${error instanceof Error ? error.message : String(error)}`,
            "Try the other device, or another model.",
          );
    post({ kind: "failed", id, error: toErrorReport(told), isMemory });
  }
}

// The runtime starts its own threads from this very file; those have a name and listen for themselves.
if (!self.name.startsWith("em-pthread")) {
  self.addEventListener(
    "message",
    ({ data }: MessageEvent<{ id: number; call: ExtractionCall }>) => {
      void handle(data.id, data.call);
    },
  );
}
