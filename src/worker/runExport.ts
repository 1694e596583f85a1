// A finished (or stopped) run as files: run.json, weights.csv, prm.safetensors, scores.jsonl.
import { version } from "../../package.json";
import { StudioError } from "../base/errors.ts";
import { sigmoid } from "../base/logistic.ts";
import type { Corpus, Shard } from "../domain/chain.ts";
import { recommendedPrm } from "../domain/keptRun.ts";
import type { PrmRole, RunFile } from "../domain/run.ts";
import type { Recommendation } from "../domain/study.ts";
import { weightsCsv } from "../domain/weightsCsv.ts";
import { trainingShards } from "../engine/encoders/prmEncoder.ts";
import { type SavedPrm, writeSafetensors } from "../engine/prm/safetensors.ts";
import type { ExportedFile } from "../protocol/messages.ts";
import type { CorpusHolder } from "./corpusHolder.ts";
import type { MadeRun } from "./madeRun.ts";
import { chainScoresOf, type PrmScorer } from "./prmScorer.ts";

function domainEntry(shard: Shard): RunFile["data"]["domains"][number] {
  const labels = shard.chains.flatMap((chain) =>
    chain.steps.flatMap((step) => (step.accuracy === null ? [] : [step.accuracy])),
  );
  return {
    name: shard.name,
    rows: labels.length,
    chains: shard.chains.length,
    steps: shard.chains.reduce((sum, chain) => sum + chain.steps.length, 0),
    meanAccuracy: labels.reduce((sum, label) => sum + label, 0) / Math.max(1, labels.length),
    ...(shard.tier ? { tier: shard.tier } : {}),
  };
}

/** The data section of run.json: the domains that train, in the order of the weights. */
export function describeData(corpus: Corpus): Omit<RunFile["data"], "problems"> {
  return {
    source: corpus.source,
    domains: trainingShards(corpus).map(domainEntry),
    meta: { chains: corpus.meta.length },
  };
}

function byDomain(domains: readonly string[], weights: ArrayLike<number>): Record<string, number> {
  return Object.fromEntries(domains.map((name, k) => [name, weights[k] ?? Number.NaN]));
}

/** The learned weights of a run's domains by name; null where none were learned. */
export function learnedByDomain(run: MadeRun | undefined): Record<string, number> | null {
  if (run?.config.mode !== "bilevel" || run.history.length === 0) return null;
  return byDomain(run.domains, run.learnedWeights());
}

/** What run.json tells of. */
export interface RunFindings {
  runs: ReadonlyMap<PrmRole, MadeRun>;
  problemCount: number;
  recommendation: Recommendation | null;
}

/** run.json as an object. Throws StudioError("state") before there is a run. */
export function describeRun(findings: RunFindings): RunFile {
  const { runs, problemCount, recommendation } = findings;
  const main = runs.get("main");
  if (!main) throw new StudioError("state", "There is no run to export", "Train first.");
  const { backend } = main;
  const retrained = runs.get("retrained");
  const vanilla = runs.get("vanilla");
  return {
    schemaVersion: 1,
    app: `dreamprm-studio ${version}`,
    createdAt: new Date().toISOString(),
    seed: main.config.seed,
    config: main.config,
    backend: {
      name: backend.name,
      engine: backend.engine,
      adapter: backend.adapter,
      isFallback: backend.isFallback,
    },
    data: { ...main.data, problems: problemCount },
    history: main.history,
    weights: byDomain(main.domains, main.learnedWeights()),
    finalWeights: byDomain(main.domains, main.weights),
    ...(main.evaluations.length > 0
      ? {
          evaluation: {
            main: main.evaluations,
            ...(retrained ? { retrained: retrained.evaluations } : {}),
            ...(vanilla ? { vanilla: vanilla.evaluations } : {}),
          },
        }
      : {}),
    ...(recommendation ? { recommendation } : {}),
    timing: main.timing(),
  };
}

/**
 * scores.jsonl of the loaded candidates under the scorer's PRM. No digit is rounded away: close to 1 many
 * scores differ by less than a float32 shows, and whoever ranks by them would find ties that are none.
 */
export async function scoresFile(holder: CorpusHolder, scorer: PrmScorer): Promise<ExportedFile> {
  const scored = await scorer.sourceLogits("candidates", "all");
  if (!scored)
    throw new StudioError("state", "There is no PRM to score with", "Train or load one.");
  if (holder.corpus.candidates.length === 0) {
    throw new StudioError("state", "There are no candidates to score", "Load a candidates file.");
  }
  const lines: string[] = [];
  let chain = 0;
  for (const question of holder.corpus.candidates) {
    question.candidates.forEach((_candidate, candidate) => {
      const from = scored.chainStart[chain]!;
      const to = scored.chainStart[++chain]!;
      const stepScores = Array.from(scored.logits.subarray(from, to), sigmoid);
      const chainScore = chainScoresOf(scored.logits, from, to)[scorer.aggregation];
      lines.push(JSON.stringify({ id: question.id, candidate, stepScores, chainScore }));
    });
  }
  return { name: "scores.jsonl", blob: new Blob([`${lines.join("\n")}\n`]) };
}

/**
 * Everything a run leaves. prm.safetensors is the PRM that is recommended; those of the other roles stand
 * beside it under their roles' names.
 */
export async function exportRun(
  runs: ReadonlyMap<PrmRole, MadeRun>,
  file: RunFile,
  holder: CorpusHolder,
  scorer: PrmScorer,
): Promise<ExportedFile[]> {
  const main = runs.get("main");
  if (!main) throw new StudioError("state", "There is no run to export", "Train first.");
  const best = recommendedPrm([...runs.keys()], file);
  const files = [
    {
      name: "run.json",
      blob: new Blob([`${JSON.stringify(file, null, 1)}\n`], { type: "application/json" }),
    },
    {
      name: "weights.csv",
      blob: new Blob([weightsCsv(main.domains, main.history, main.config.mode)], {
        type: "text/csv",
      }),
    },
    prmFile("prm.safetensors", await runs.get(best)!.savedPrm()),
  ];
  for (const [role, run] of runs) {
    if (role !== best) files.push(prmFile(`prm-${role}.safetensors`, await run.savedPrm()));
  }
  if (holder.corpus.candidates.length > 0 && scorer.current) {
    files.push(await scoresFile(holder, scorer));
  }
  return files;
}

export function prmFile(name: string, prm: SavedPrm): ExportedFile {
  return { name, blob: new Blob([writeSafetensors(prm)]) };
}
