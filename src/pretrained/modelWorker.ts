// The extractor's end of the worker that holds a model: calls are promises, and end when it is closed.
import { StudioError } from "../base/errors.ts";
import type { ModelRequest } from "../domain/features.ts";
import type { ChosenFiles } from "./chooseFiles.ts";
import type {
  ExtractionCall,
  ExtractionReply,
  Reading,
  VectorsRead,
} from "./extractionMessages.ts";

/** Memory ran out; while vectors are made, fewer at once may work. */
export class MemoryFault extends StudioError {
  /** @param reason the runtime's own words */
  constructor(reason: string) {
    super(
      "device",
      `There is not enough memory for this model (${reason})`,
      "Close other tabs, choose the other device, or take a smaller model.",
    );
  }
}

interface Pending {
  resolve: (value: VectorsRead | null) => void;
  reject: (error: Error) => void;
}

export function openExtractionWorker(): Worker {
  return new Worker(new URL("./extraction.worker.ts", import.meta.url), { type: "module" });
}

export class ModelWorker {
  private readonly worker: Worker;
  private readonly onBytes: (done: number, total: number) => void;
  private readonly pending = new Map<number, Pending>();
  private calls = 0;
  private hasEnded = false;

  constructor(worker: Worker, onBytes: (done: number, total: number) => void) {
    this.worker = worker;
    this.onBytes = onBytes;
    worker.onmessage = ({ data }: MessageEvent<ExtractionReply>) => this.receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || "its worker could not be started";
      this.end(new StudioError("device", `The model stopped: ${reason}`, "Try again."));
    };
  }

  /** It was closed, or ended by itself. */
  get isEnded(): boolean {
    return this.hasEnded;
  }

  load(request: ModelRequest, files: ChosenFiles, device: "webgpu" | "wasm"): Promise<null> {
    return this.call({ name: "load", request, files, device }) as Promise<null>;
  }

  /** @throws MemoryFault, or StudioError saying why the model cannot read */
  read(readings: Reading[]): Promise<VectorsRead> {
    return this.call({ name: "read", readings }) as Promise<VectorsRead>;
  }

  /** Ends the worker; calls under way fail with StudioError("cancelled"). */
  close(): void {
    this.end(new StudioError("cancelled", "The reading was stopped"));
  }

  private call(call: ExtractionCall): Promise<VectorsRead | null> {
    const id = ++this.calls;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage({ id, call });
    });
  }

  private receive(reply: ExtractionReply): void {
    if (reply.kind === "bytes") {
      this.onBytes(reply.done, reply.total);
      return;
    }
    const pending = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if (reply.kind === "reply") pending?.resolve(reply.value);
    else {
      const { code, message, hint } = reply.error;
      pending?.reject(
        reply.isMemory ? new MemoryFault(message) : new StudioError(code, message, hint),
      );
    }
  }

  private end(error: Error): void {
    this.hasEnded = true;
    this.worker.terminate();
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}
