// The built-in suite: fifteen domains of planted quality, a meta set and best-of-N candidates, all
// from one seed. Yields to the event loop as it goes, so that a worker can report and be cancelled.
import { StudioError } from "../base/errors.ts";
import { createRng } from "../base/rng.ts";
import type { CandidateQuestion, Chain, Corpus, Shard } from "../domain/chain.ts";
import { SUITE_VARIANTS, type SuiteVariant } from "../domain/runConfig.ts";
import { suitePlans } from "./domainPlan.ts";
import { generateCandidates, generateMetaProblem } from "./generateHeldOut.ts";
import { generateShard } from "./generateShard.ts";
import { HELD_OUT } from "./heldOutPlan.ts";
import type { SuiteImages } from "./pictures.ts";
import { WORDINGS } from "./wording.ts";

export interface SuiteOptions {
  variant: SuiteVariant;
  seed: number;
  /** Told before each part: what comes next, parts done, parts in all. Awaited. */
  onProgress?: (label: string, done: number, total: number) => void | Promise<void>;
  signal?: AbortSignal;
}

const QUESTIONS_PER_PART = 100;

const toEventLoop = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/**
 * Generates a suite; the same variant and seed give the same corpus to the letter.
 * Throws StudioError "config" for an unknown variant or a bad seed, "cancelled" when aborted.
 */
export async function generateSuite(options: SuiteOptions): Promise<Corpus> {
  const { variant, seed, onProgress, signal } = options;
  if (!SUITE_VARIANTS.includes(variant)) {
    throw new StudioError(
      "config",
      `suite.variant must be one of ${SUITE_VARIANTS.join(", ")}, got ${variant}`,
    );
  }
  if (!Number.isInteger(seed) || seed < 0) {
    throw new StudioError("config", `suite.seed must be a whole number ≥ 0, got ${seed}`);
  }
  const rng = createRng(`suite/${seed}`).fork(variant);
  // Held-out questions first: whatever stands there is kept out of the shards.
  const seen = new Set<string>();
  const images: SuiteImages = new Map();
  const plans = suitePlans(variant);
  const testParts = Math.ceil(HELD_OUT.testProblems / QUESTIONS_PER_PART);
  const total = plans.length + 1 + testParts;
  let done = 0;

  async function nextPart(label: string) {
    await onProgress?.(label, done, total);
    await toEventLoop();
    if (signal?.aborted) throw new StudioError("cancelled", "Generating the suite was cancelled.");
    done++;
  }

  const meta: Chain[] = [];
  await nextPart("meta set");
  for (let i = 0; i < HELD_OUT.metaProblems; i++) {
    meta.push(...generateMetaProblem(i, rng.fork(`meta/${i}`), seen, images));
  }

  const candidates: CandidateQuestion[] = [];
  for (let part = 0; part < testParts; part++) {
    await nextPart("test candidates");
    const end = Math.min((part + 1) * QUESTIONS_PER_PART, HELD_OUT.testProblems);
    for (let i = candidates.length; i < end; i++) {
      candidates.push(generateCandidates(i, rng.fork(`test/${i}`), seen, images));
    }
  }

  const shards: Shard[] = [];
  for (const [index, { name, plan }] of plans.entries()) {
    await nextPart(name);
    const wording = WORDINGS[index]!;
    shards.push(generateShard(plan, wording, rng.fork(name), seen, images));
  }
  await onProgress?.("done", total, total);
  return {
    source: `built-in suite: ${variant}, seed ${seed}`,
    shards,
    meta,
    candidates,
    images,
  };
}
