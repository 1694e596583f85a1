// Lets a frozen, pretrained model read a corpus in the browser: finds what is kept from earlier, loads the
// model only where something is left to read, reads it in batches, keeps the vectors. Can be paused and
// stopped; what was read before stays kept.
import { StudioError, toErrorReport } from "../base/errors.ts";
import type { Chain } from "../domain/chain.ts";
import type { FeatureCache } from "../domain/featureCache.ts";
import type { ExtractionStatus, FeatureSet, ModelRequest } from "../domain/features.ts";
import { featureSetId } from "../domain/knownModels.ts";
import { BatchReader } from "./batchReader.ts";
import { type ChosenDevice, chooseDevice, DEVICE_NAMES, PROCESSOR } from "./chooseDevice.ts";
import { type ChosenFiles, chooseFiles, findRevision, reusable } from "./chooseFiles.ts";
import { ExtractionJob } from "./extractionJob.ts";
import { assembleFeatures, unitsOf } from "./extractionUnits.ts";
import { type ModelSource, openModelSource, unreachable } from "./modelSource.ts";
import { ModelWorker, openExtractionWorker } from "./modelWorker.ts";

export interface FeatureExtractorOptions {
  cache: FeatureCache;
  onStatus: (status: ExtractionStatus) => void;
  /** Milliseconds. */
  now: () => number;
  /** The worker of the model; replaced in tests. */
  openWorker?: () => Worker;
}

/** What is known of a model that was asked for in this session. */
interface KnownModel {
  request: ModelRequest;
  files: ChosenFiles;
  device: ChosenDevice;
  images: ReadonlyMap<string, Blob>;
}

/** The model leaves memory when nothing was asked of it for so long. */
const RELEASE_AFTER_MS = 60_000;

export class FeatureExtractor {
  private readonly options: FeatureExtractorOptions;
  private readonly known = new Map<string, KnownModel>();
  private job: ExtractionJob | null = null;
  /** Ends when the last of the chains that are read on the side has been. */
  private aside: Promise<unknown> = Promise.resolve();
  private loaded: { what: string; worker: ModelWorker } | null = null;
  private release: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FeatureExtractorOptions) {
    this.options = options;
  }

  /**
   * Vectors of all steps of these chains. What happens is told by onStatus, a failure too.
   * @param images by path, for an image model
   * @throws StudioError, also where it was stopped ("cancelled")
   */
  async extract(
    request: ModelRequest,
    chains: readonly Chain[],
    images: ReadonlyMap<string, Blob>,
  ): Promise<FeatureSet> {
    if (this.job !== null) {
      throw new StudioError("state", "A model is reading already", "Stop it first, or wait.");
    }
    const { onStatus, now } = this.options;
    const job = new ExtractionJob(featureSetId(request.model, request.task), { onStatus, now });
    this.job = job;
    try {
      await this.aside;
      const set = await this.run(job, request, chains, images);
      job.finish(set);
      return set;
    } catch (error) {
      job.fail(error);
      throw error;
    } finally {
      this.job = null;
      this.releaseLater();
    }
  }

  pause(): void {
    this.job?.pause();
  }

  resume(): void {
    this.job?.resume();
  }

  /** Ends the reading; what was read stays kept. */
  stop(): void {
    if (this.job === null) return;
    this.job.stop();
    this.unload();
  }

  /**
   * Vectors of chains that a set does not have (edited ones), from the model that made it; loads it again
   * where it left memory. Null where the model is not known in this session, or is busy.
   * @throws StudioError where the model cannot be loaded or cannot read them
   */
  vectorsFor(id: string, chains: readonly Chain[]): Promise<FeatureSet | null> {
    const known = this.known.get(id);
    if (known === undefined || this.job !== null) return Promise.resolve(null);
    const reading = this.aside.then(() => this.readAside(id, known, chains));
    this.aside = reading.catch(() => {});
    return reading;
  }

  /** Forgets every kept vector, and the models that were downloaded. */
  clearCache(): Promise<void> {
    return this.options.cache.clear();
  }

  close(): void {
    this.job?.stop();
    clearTimeout(this.release);
    this.unload();
  }

  private async readAside(
    id: string,
    known: KnownModel,
    chains: readonly Chain[],
  ): Promise<FeatureSet> {
    const { onStatus, now } = this.options;
    const job = new ExtractionJob(id, { onStatus, now, isQuiet: true });
    const corpus = await unitsOf(known.request.task, chains, known.images);
    try {
      const worker = await this.load(job, known);
      const reader = new BatchReader(worker, known.device.device);
      return assembleFeatures(id, corpus, await reader.read(corpus.units, job));
    } finally {
      this.releaseLater();
    }
  }

  private async run(
    job: ExtractionJob,
    request: ModelRequest,
    chains: readonly Chain[],
    images: ReadonlyMap<string, Blob>,
  ): Promise<FeatureSet> {
    job.say("loading", `Looking for ${request.model}`);
    const corpus = await unitsOf(request.task, chains, images);
    const source = openModelSource(request);
    const device = await chooseDevice(request.device);
    const name = [request.task, source.host, request.model].join(" ");
    const version = await this.fromCache(job, () => this.options.cache.version(name));
    const revision = (await findRevision(source, request.model)) ?? version?.revision;
    if (revision === undefined) throw unreachable(source.host);
    job.check();
    const before = reusable(version?.revision === revision ? version : null, device);
    const files = before ?? (await chooseFiles(source, request, revision, device));
    await this.fromCache(job, () => this.options.cache.keepVersion(name, files));
    const key = `${name} ${files.revision} ${files.precision}`;
    const keys = corpus.units.map((unit) => unit.key);
    const vectors =
      (await this.fromCache(job, () => this.options.cache.read(key, keys))) ??
      new Map<string, Float32Array>();
    job.check();
    const pending = corpus.units.filter((unit) => !vectors.has(unit.key));
    job.begin(corpus.units, vectors.size);
    const known = { request, files, device, images };
    this.known.set(job.id, known);
    if (pending.length > 0) {
      const worker = await this.loadSomewhere(job, known, source);
      const reader = new BatchReader(worker, known.device.device);
      job.say("extracting", `Reading with ${request.model}`);
      await reader.read(pending, job, async (read) => {
        for (const [unit, values] of read) vectors.set(unit, values);
        await this.fromCache(job, () => this.options.cache.write(key, read));
      });
    }
    return assembleFeatures(job.id, corpus, vectors);
  }

  /** On the GPU, or where that fails and the device was left open, on the processor. */
  private async loadSomewhere(
    job: ExtractionJob,
    known: KnownModel,
    source: ModelSource,
  ): Promise<ModelWorker> {
    try {
      return await this.load(job, known);
    } catch (error) {
      const isOpen = known.request.device === "auto" && known.device.device === "webgpu";
      if (!isOpen || !(error instanceof StudioError && error.code === "device")) throw error;
      job.note("WebGPU could not run the model, so the processor does.");
      known.device = PROCESSOR;
      const { request, files } = known;
      known.files =
        reusable(files, PROCESSOR) ??
        (await chooseFiles(source, request, files.revision, PROCESSOR));
      return this.load(job, known);
    }
  }

  private async load(
    job: ExtractionJob,
    { request, files, device }: KnownModel,
  ): Promise<ModelWorker> {
    clearTimeout(this.release);
    const { task, hub, model } = request;
    const what = [task, hub, model, files.revision, files.precision, device.device].join(" ");
    if (this.loaded?.what === what && !this.loaded.worker.isEnded) {
      job.device = device.device;
      return this.loaded.worker;
    }
    this.unload();
    const open = this.options.openWorker ?? openExtractionWorker;
    const worker = new ModelWorker(open(), (done, total) => job.bytes(done, total));
    this.loaded = { what, worker };
    const precision = files.precision === "fp32" ? "" : `, ${files.precision}`;
    job.say("loading", `Loading ${request.model} for ${DEVICE_NAMES[device.device]}${precision}`);
    try {
      await worker.load(request, files, device.device);
    } catch (error) {
      this.unload();
      throw error;
    }
    job.device = device.device;
    return worker;
  }

  /** The cache's answer; without one (said once) work goes on as if nothing were kept. */
  private async fromCache<T>(job: ExtractionJob, ask: () => Promise<T>): Promise<T | null> {
    if (job.isUncached) return null;
    try {
      return await ask();
    } catch (error) {
      job.isUncached = true;
      job.note(`${toErrorReport(error).message}: this is not kept for the next time.`);
      return null;
    }
  }

  private unload(): void {
    this.loaded?.worker.close();
    this.loaded = null;
  }

  private releaseLater(): void {
    clearTimeout(this.release);
    this.release = setTimeout(() => {
      if (this.job === null) this.unload();
    }, RELEASE_AFTER_MS);
  }
}
