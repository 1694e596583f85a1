// From a config to a training that can begin: encoder, encoded sets, device. Runs and studies share it.
import { StudioError } from "../base/errors.ts";
import { createRng } from "../base/rng.ts";
import type { PrmRole } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import { rescaleToMeanOne } from "../engine/bilevel/domainWeights.ts";
import type { Device, DeviceChoice } from "../engine/device.ts";
import { trainingShards } from "../engine/encoders/prmEncoder.ts";
import type { TrainingJob } from "../engine/trainingJob.ts";
import type { CorpusHolder, ReportProgress } from "./corpusHolder.ts";
import type { DeviceKeeper } from "./deviceKeeper.ts";
import { describeData } from "./runExport.ts";
import { type RunStart, TrainingRun } from "./trainingRun.ts";

export interface RunPreparation {
  holder: CorpusHolder;
  devices: DeviceKeeper;
  role: PrmRole;
  config: RunConfig;
  /** α held fixed; null learns them. */
  fixedWeights: Float64Array | null;
  /** φ to be trained on the meta set in place of training on the shards. */
  fineTune: TrainingJob["fineTune"];
  /** Where the run goes on; null begins at step 0. */
  from: RunStart | null;
  /** The device it was trained on before; null leaves it to the config. */
  choice: DeviceChoice | null;
  report: ReportProgress;
  /** Called before the device is asked for. */
  onEncoded: () => void;
  onNotice: (message: string) => void;
  now: () => number;
}

/** Throws StudioError("device") where the device cannot be had, and whatever `report` throws. */
export async function prepareRun(preparation: RunPreparation): Promise<TrainingRun> {
  const { holder, devices, role, fixedWeights, fineTune, from, report, onNotice, now } =
    preparation;
  const encoder = await holder.encoderFor(preparation.config, report);
  // What a frozen encoder's config leaves open is known now.
  const config = { ...preparation.config, encoder: encoder.config };
  const { training } = holder.split(config.heldOut);
  const domains = trainingShards(training).map((shard) => shard.name);
  const train = await holder.encodedTrainSet(encoder, config, report);
  const needsMeta = !fixedWeights || fineTune;
  const meta = needsMeta ? await holder.encodedMetaSet(encoder, config, report) : null;
  // The language model takes its time to read them: now, where it is said, not amid the training.
  if (encoder.languageModel) await holder.encodedChains("candidates", encoder, report);
  preparation.onEncoded();
  const device = await deviceOf(preparation, {
    config,
    train,
    meta,
    fixedWeights,
    fineTune: null,
    rng: createRng(config.seed),
    checkpoint: null,
    now,
  });
  return new TrainingRun(
    {
      role,
      config,
      domains,
      data: describeData(holder.corpus),
      encoder,
      train,
      meta,
      fixedWeights,
      fineTune,
      from,
      replaceDevice: (failed, replacement) => devices.replace(failed, replacement),
      onNotice,
      now,
    },
    device,
  );
}

/** The device it was trained on before, so that it goes on with the same trace; else what the config asks for. */
async function deviceOf(
  { devices, choice, onNotice }: RunPreparation,
  job: TrainingJob,
): Promise<Device> {
  if (choice !== null) {
    const again = { ...job, config: { ...job.config, backend: choice } };
    try {
      return await devices.deviceFor(again);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      onNotice(`The device of before is not there (${reason}); going on with another.`);
    }
  }
  const { backend } = job.config;
  // A device that was chosen and has gone leaves the choice free.
  const free = choice === null ? backend : "auto";
  return devices.deviceFor({ ...job, config: { ...job.config, backend: free } });
}

/**
 * α of modes vanilla and fixed, in the order of the training domains; null where they are learned.
 * Throws StudioError("config") where mode fixed does not give each domain its weight.
 */
export function fixedWeightsOf(config: RunConfig, holder: CorpusHolder): Float64Array | null {
  if (config.mode === "bilevel") return null;
  const shards = trainingShards(holder.split(config.heldOut).training);
  if (config.mode === "vanilla") return new Float64Array(shards.length).fill(1);
  const given = config.fixedWeights;
  if (!given) {
    throw new StudioError("config", "fixedWeights must be given in mode fixed, got null");
  }
  const names = new Set(shards.map((shard) => shard.name));
  const strangers = Object.keys(given).filter((name) => !names.has(name));
  const missing = [...names].filter((name) => !Object.hasOwn(given, name));
  if (strangers.length > 0 || missing.length > 0) {
    const parts = [
      strangers.length > 0 ? `unknown: ${strangers.join(", ")}` : "",
      missing.length > 0 ? `missing: ${missing.join(", ")}` : "",
    ];
    throw new StudioError(
      "config",
      `fixedWeights must name each training domain once (${parts.filter(Boolean).join("; ")})`,
    );
  }
  return rescaleToMeanOne(shards.map((shard) => given[shard.name] ?? 0));
}
