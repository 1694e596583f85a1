// What the live examples train with: the app's method at its full, on data so small that a processor is done in
// a second or two.
import { parseRunConfig, type RunConfig } from "../../../domain/runConfig.ts";
import type { ExampleDomain } from "./exampleFiles.ts";

/** Lower steps; an upper step every five of them. */
export const EXAMPLE_STEPS = 1500;

export function exampleConfig(seed: number): RunConfig {
  return parseRunConfig({
    seed,
    backend: "cpu",
    lower: { steps: EXAMPLE_STEPS },
    upper: { unroll: 5, learningRate: 0.06, warmupSteps: 20 },
    // Everything is trained on: nothing is measured here but the weights and single chains.
    heldOut: { metaShare: 0, shardShare: 0 },
  });
}

/** Domains A to D; in the order of their files, which is that of the weights. */
export const EXAMPLE_DOMAINS = ["A", "B", "C", "D"] as const;

/** Four domains of right labels, but for what is said of the last. */
export function domainsWithDoubtfulLast(last: Partial<ExampleDomain>): ExampleDomain[] {
  return EXAMPLE_DOMAINS.map((name, index) => ({
    name,
    noise: 0,
    isFlipped: false,
    ...(index === EXAMPLE_DOMAINS.length - 1 ? last : {}),
  }));
}
