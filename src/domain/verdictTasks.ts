// The trainings that "Is it real?" takes, in their order: what the worker does and what the page announces.
import type { ControlId } from "./study.ts";

export const CONTROLS: Readonly<Record<ControlId, { label: string; explanation: string }>> = {
  retrained: {
    label: "Learned weights",
    explanation: "Trained from scratch with the learned weights fixed: what the claim is about.",
  },
  bilevel: {
    label: "Bilevel run itself",
    explanation: "The PRM that was trained while the weights moved.",
  },
  vanilla: {
    label: "Vanilla",
    explanation: "All weights 1, the same number of steps.",
  },
  vanillaLong: {
    label: "Vanilla, twice the steps",
    explanation: "All weights 1 and as much computing: rules out that more work alone did it.",
  },
  permuted: {
    label: "Learned weights, permuted",
    explanation: "The same weights on the wrong domains: rules out that any unequal weights do.",
  },
  fineTuned: {
    label: "Vanilla, fine-tuned on the meta set",
    explanation: "Uses the meta chains directly: rules out that the weights are a detour.",
  },
  oracle: {
    label: "Oracle: harmful domains left out",
    explanation: "What perfect knowledge of the planted domains would give; the suite only.",
  },
};

/** Compared with a vanilla training. An upper step makes the bilevel run half as long again. */
export const CONTROL_COSTS: Readonly<Record<ControlId, number>> = {
  bilevel: 1.5,
  retrained: 1,
  vanilla: 1,
  vanillaLong: 2,
  permuted: 1,
  fineTuned: 0.15,
  oracle: 1,
};

/**
 * Seeds of a verdict unless said otherwise. Vanilla PRMs differ by several points from seed to seed where
 * domains conflict; with five the interval was too wide for a gain of fourteen points once in nine.
 */
export const VERDICT_SEEDS = 7;

export interface VerdictTask {
  control: ControlId;
  seed: number;
  /** On the suite's clean variant, where there is nothing to gain. */
  isClean: boolean;
  label: string;
  /** In vanilla trainings. */
  cost: number;
}

export interface VerdictData {
  /** The suite plants harmful domains, so there is an oracle. */
  hasHarmful: boolean;
  /** The suite is loaded, and not its clean variant: the same procedure runs on clean domains, too. */
  hasCleanNull: boolean;
}

/** Seed by seed, so that a verdict that is stopped has whole seeds; the clean null last. */
export function verdictTasks(seeds: readonly number[], data: VerdictData): VerdictTask[] {
  const task = (control: ControlId, seed: number, isClean: boolean): VerdictTask => ({
    control,
    seed,
    isClean,
    label: isClean ? `${CONTROLS[control].label}, clean domains` : CONTROLS[control].label,
    cost: CONTROL_COSTS[control],
  });
  const own: ControlId[] = [
    "bilevel",
    "retrained",
    "vanilla",
    "vanillaLong",
    "permuted",
    "fineTuned",
    ...(data.hasHarmful ? (["oracle"] as const) : []),
  ];
  const clean: ControlId[] = data.hasCleanNull ? ["bilevel", "retrained", "vanilla"] : [];
  return [
    ...seeds.flatMap((seed) => own.map((control) => task(control, seed, false))),
    ...seeds.flatMap((seed) => clean.map((control) => task(control, seed, true))),
  ];
}
