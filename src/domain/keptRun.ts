// A run as the browser keeps it: a small entry for the list, and the content (run.json, PRM files) that is
// read only when it is looked at. What the list says of a run is worked out here, once, when it is kept.
import { type DifferingSetting, differingSettings } from "./configPaths.ts";
import type { EncoderKind } from "./encoderDefaults.ts";
import type { EvaluationRecord, PrmRole, RunFile } from "./run.ts";
import { defaultRunConfig, type Mode, type RunConfig } from "./runConfig.ts";

/** What the list says about a run without reading its content. */
export interface RunSummary {
  mode: Mode;
  seed: number;
  encoder: EncoderKind;
  /** The corpus, in words. */
  source: string;
  /** Lower steps made, and planned. */
  steps: number;
  plannedSteps: number;
  /** Role of the PRM that the run yields: retrained where there is one, else main. */
  yields: "main" | "retrained";
  /** Last held-out measurement of that PRM: best-of-N accuracy by N and step AUROC; null where there is none. */
  bestOf: Record<string, number> | null;
  stepAuroc: number | null;
  /** Milliseconds of training, of the main run. */
  elapsedMs: number;
}

export interface KeptRun {
  id: string;
  name: string;
  /** Slot of the palette of run colours. */
  colour: number;
  /** ISO date and time of the run's end. */
  createdAt: string;
  /** Id of the kept run it was started from; null where it was started from the defaults. */
  startedFrom: string | null;
  /** Against that run, or against the defaults of its encoder. */
  differences: DifferingSetting[];
  isShown: boolean;
  isBaseline: boolean;
  /** ISO date and time of its deletion; it is gone for good only later. */
  deletedAt: string | null;
  summary: RunSummary;
  /** PRMs whose files are kept. */
  prmRoles: PrmRole[];
  /** Why it failed, in words; left out where it did not, and by runs of before it was kept. */
  failure?: string;
}

/** What is kept of a run besides its entry. */
export interface KeptRunContent {
  run: RunFile;
  /** safetensors files. */
  prms: Partial<Record<PrmRole, Blob>>;
}

/** Colours that runs are told apart by. */
export const RUN_COLOUR_COUNT = 15;

const MOST_NAMED = 3;

export function summariseRun(run: RunFile): RunSummary {
  const last = run.history.at(-1);
  // A retraining that was stopped half-way is not what the run yields.
  const retrained = run.evaluation?.retrained?.findLast(
    ({ step }) => step >= (last?.step ?? 0) || step >= run.config.lower.steps,
  );
  const measured: EvaluationRecord | undefined = retrained ?? run.evaluation?.main.at(-1);
  return {
    mode: run.config.mode,
    seed: run.seed,
    encoder: run.config.encoder.kind,
    source: run.data.source,
    steps: last?.step ?? 0,
    plannedSteps: run.config.lower.steps,
    yields: retrained === undefined ? "main" : "retrained",
    bestOf: measured?.bestOf ?? null,
    stepAuroc: measured?.stepAuroc ?? null,
    elapsedMs: last?.elapsedMs ?? 0,
  };
}

/**
 * The role of the PRM that is a run's prm.safetensors: as recommended, else the retrained one, else the main
 * run's. The others' files are called after their roles, prm-<role>.safetensors.
 */
export function recommendedPrm(
  roles: readonly PrmRole[],
  run: Pick<RunFile, "recommendation">,
): PrmRole {
  if (run.recommendation?.choice === "uniform" && roles.includes("vanilla")) return "vanilla";
  return roles.includes("retrained") ? "retrained" : "main";
}

/** The role of the PRM to look at, evaluate or compare: the one the run yields, as far as its file is kept. */
export function yieldedPrm(kept: KeptRun): PrmRole | null {
  const order: PrmRole[] = [kept.summary.yields, "main", "retrained", "vanilla"];
  return order.find((role) => kept.prmRoles.includes(role)) ?? null;
}

/**
 * How a config differs from that of the run it was started from (null: from its encoder's defaults). The
 * device is left out: it changes how fast a run is, not what it is. So is a seed of the data that is the
 * same, whether it was named or is the run's own.
 */
export function configDifferences(config: RunConfig, from: RunConfig | null): DifferingSetting[] {
  const before = from ?? defaultRunConfig(config.encoder.kind);
  const dataSeed = ({ suite, seed }: RunConfig) => suite.seed ?? seed;
  const isSameData = dataSeed(before) === dataSeed(config);
  return differingSettings(before, config).filter(
    ({ path }) => path !== "backend" && !(path === "suite.seed" && isSameData),
  );
}

/** A setting's value in a few characters. */
export function showSetting(value: unknown): string {
  if (value === undefined) return "–";
  if (value === null) return "none";
  return typeof value === "object" ? "other weights" : String(value);
}

/** "upper.learningRate 0.1, seed 2"; empty where nothing differs. */
export function differencesInWords(differences: readonly DifferingSetting[]): string {
  const named = differences
    .filter(({ to }) => to !== undefined)
    .map(({ path, to }) => `${path} ${showSetting(to)}`);
  const rest = named.length - MOST_NAMED;
  const shown = rest > 0 ? [...named.slice(0, MOST_NAMED), `${rest} more`] : named;
  return shown.join(", ");
}

/** The first of the least used colours. */
export function freeColour(runs: readonly KeptRun[]): number {
  const uses = Array.from(
    { length: RUN_COLOUR_COUNT },
    (_, colour) => runs.filter((run) => run.colour === colour).length,
  );
  return uses.indexOf(Math.min(...uses));
}

/** The name, or the name with the first number that makes it another than those taken: "Run (2)". */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number++) {
    const next = `${name} (${number})`;
    if (!taken.includes(next)) return next;
  }
}

/** What a run is called before anybody names it: what differs, else "Run N". */
export function defaultRunName(
  differences: readonly DifferingSetting[],
  taken: readonly string[],
): string {
  const words = differencesInWords(differences);
  if (words !== "") return freeName(words, taken);
  for (let number = taken.length + 1; ; number++) {
    if (!taken.includes(`Run ${number}`)) return `Run ${number}`;
  }
}
