// Answers "why did this domain's weight move?": the meta chains that pull it most, under the main run's PRM
// as it is now. Judging are the labelled meta chains that the upper level sees, none that are kept from it.
import { StudioError } from "../base/errors.ts";
import { sigmoid } from "../base/logistic.ts";
import { createRng } from "../base/rng.ts";
import type { Chain } from "../domain/chain.ts";
import type { DomainPulls, MetaPull } from "../domain/inspect.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import { type ChainPulls, domainPulls } from "../engine/domainPulls.ts";
import { trainingShards } from "../engine/encoders/prmEncoder.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import type { CorpusHolder, ReportProgress } from "./corpusHolder.ts";
import { scoreAll } from "./scoreInBlocks.ts";

/** Chains named each way. */
const MOST_PULLS = 12;
/** Questions are cut for the list, as in Inspect's; the open chain shows the whole. */
const QUESTION_PREVIEW = 200;

const noProgress: ReportProgress = () => {};

export class DomainExplainer {
  private readonly holder: CorpusHolder;
  private readonly mainPrm: () => SavedPrm | null;
  private readonly mainConfig: () => RunConfig;

  /** @param mainPrm the main run's PRM as it is now; @param mainConfig that run's config. */
  constructor(holder: CorpusHolder, mainPrm: () => SavedPrm | null, mainConfig: () => RunConfig) {
    this.holder = holder;
    this.mainPrm = mainPrm;
    this.mainConfig = mainConfig;
  }

  /**
   * Throws StudioError("state") before there is a PRM or without labelled meta chains, and
   * StudioError("data") where no such domain trains.
   */
  async explain(domain: string): Promise<DomainPulls> {
    const prm = this.mainPrm();
    if (!prm) {
      throw new StudioError(
        "state",
        "There is no PRM yet",
        "Press Train; what pulls a weight shows as soon as it moves.",
      );
    }
    const { upper, heldOut, seed } = this.mainConfig();
    const { training } = this.holder.split(heldOut);
    const judges = training.meta.filter((chain) => chain.isCorrect !== null);
    if (judges.length === 0) {
      throw new StudioError(
        "state",
        "No meta chain says whether it is correct, so nothing pulls a weight",
        "Load a meta set.",
      );
    }
    const k = trainingShards(training).findIndex(({ name }) => name === domain);
    if (k < 0) {
      throw new StudioError(
        "data",
        `No domain “${domain}” is trained on`,
        "It was renamed, merged or switched off; choose another, or train again.",
      );
    }
    const { encoder } = prm;
    const train = await this.holder.encodedTrainSet(encoder, { heldOut }, noProgress);
    const whole = { heldOut, upper: { ...upper, metaUnit: "chain" as const } };
    const meta = await this.holder.encodedMetaSet(encoder, whole, noProgress);
    const found = await domainPulls({
      config: { encoder: encoder.config, upper },
      params: prm.params,
      train,
      meta,
      domain: k,
      rng: createRng(seed).fork("pulls"),
      score: async (params) =>
        (await scoreAll({ layout: prm.layout, params }, meta, () => {})).logits,
    });
    return { domain, atStep: prm.step, ...this.strongest(judges, found) };
  }

  private strongest(
    judges: readonly Chain[],
    { chainLogits, pulls }: ChainPulls,
  ): Pick<DomainPulls, "up" | "down" | "total"> {
    const refs = new Map(this.holder.chains("meta").map(({ chain }, ref) => [chain, ref]));
    const all = judges.map(
      (chain, c): MetaPull => ({
        ref: refs.get(chain)!,
        question: chain.question.slice(0, QUESTION_PREVIEW),
        isCorrect: chain.isCorrect === true,
        score: sigmoid(chainLogits[c]!),
        pull: pulls[c]!,
      }),
    );
    all.sort((a, b) => b.pull - a.pull || a.ref - b.ref);
    return {
      up: all.slice(0, MOST_PULLS).filter(({ pull }) => pull > 0),
      down: all
        .slice(-MOST_PULLS)
        .reverse()
        .filter(({ pull }) => pull < 0),
      total: pulls.reduce((sum, pull) => sum + pull, 0),
    };
  }
}
