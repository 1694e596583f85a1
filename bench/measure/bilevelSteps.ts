// What the upper level costs: bilevel training against vanilla training of the same engine, in
// alternation, with the default settings and as the paper has it (DARTS, U = 5).
import { presetConfig } from "../../src/domain/presets.ts";
import type { Contender } from "../alternate.ts";
import type { PeerName } from "../peers/workload.ts";
import { LEXICAL, makeProblem, type ProblemSpec, TRANSFORMER } from "../problem.ts";
import { summary } from "../statistics.ts";
import { type BenchContext, type LearnedEncoder, lowerContender, measured } from "./context.ts";

/** The defaults, and the preset `paper`, which is DARTS with U = 5. */
function settingsOf(encoder: LearnedEncoder) {
  const { upper } = presetConfig("paper", encoder);
  return { default: {}, darts: { upper } };
}

function bilevelContender(
  name: string,
  peer: PeerName,
  spec: ProblemSpec,
  unroll: number,
): Contender {
  return {
    name,
    peer,
    workload: { kind: "bilevel", spec },
    stepMultiple: unroll,
    warmSteps: unroll,
  };
}

export async function measureBilevelSteps(
  context: BenchContext,
  encoder: LearnedEncoder,
): Promise<void> {
  const base = encoder === "lexical" ? LEXICAL : TRANSFORMER;
  for (const peer of context.peers) {
    // A bilevel step of the op-by-op transformer on an emulated GPU takes minutes.
    const isTooSlow = peer === "reference.webgpu" && encoder === "transformer";
    const isAlone = context.hasOneProcess && peer.startsWith("reference.");
    if (!/^(ours|reference)\./.test(peer) || isTooSlow || isAlone) continue;
    for (const [preset, settings] of Object.entries(settingsOf(encoder))) {
      if (preset === "darts" && !peer.startsWith("ours.")) continue;
      const spec: ProblemSpec = { ...base, settings };
      const { unroll } = makeProblem({ ...spec, items: spec.batchSize }).config.upper;
      const measurement = `${encoder}.bilevel.${preset}.${peer}`;
      const alternation = await measured(context, measurement, [
        lowerContender("vanilla", peer, spec, { readEvery: unroll, warmSteps: unroll }),
        bilevelContender("bilevel", peer, spec, unroll),
      ]);
      const suffix = preset === "default" ? "bilevel.vsVanilla" : "bilevel.dartsVsVanilla";
      const key = `${encoder}.${peer.replace("ours.", "")}.${suffix}`;
      context.results.ratio(key, alternation, "bilevel", "vanilla");
      addUpperStep(context, measurement, alternation.series, unroll, peer);
    }
  }
  nameMainRatio(context, encoder);
}

/** An upper step takes what U bilevel steps take beyond U vanilla ones. */
function addUpperStep(
  { results }: BenchContext,
  measurement: string,
  series: readonly { contender: Contender; device: string; stepMs: (number | null)[] }[],
  unroll: number,
  peer: PeerName,
): void {
  const vanilla = series.find(({ contender }) => contender.name === "vanilla");
  const bilevel = series.find(({ contender }) => contender.name === "bilevel");
  if (!vanilla || !bilevel) return;
  const samples = bilevel.stepMs.map((ms, round) => {
    const other = vanilla.stepMs[round] ?? null;
    return ms === null || other === null ? null : unroll * (ms - other);
  });
  const known = samples.filter((ms) => ms !== null);
  if (known.length === 0) return;
  results.results.rows.push({
    measurement,
    name: "upper step",
    peer,
    device: bilevel.device,
    unit: "ms an upper step",
    samples,
    ...summary(known),
    dispatches: null,
    submissions: null,
    bytes: null,
  });
}

/** The worst of our own engines stands for the claim. */
function nameMainRatio({ results }: BenchContext, encoder: string): void {
  const { ratios } = results.results;
  for (const suffix of ["bilevel.vsVanilla", "bilevel.dartsVsVanilla"]) {
    const ours = ["webgpu", "cpu"].flatMap(
      (engine) => ratios[`${encoder}.${engine}.${suffix}`] ?? [],
    );
    const known = [...ours, ...(ratios[suffix] === undefined ? [] : [ratios[suffix]])];
    if (known.length > 0) ratios[suffix] = Math.max(...known);
  }
}
