// Answers the commands about features: reads vectors from files, lets a pretrained model make them, and
// tells which there are whenever they or the corpus under them change.
import { StudioError } from "../base/errors.ts";
import { exportChains } from "../data/exportChains.ts";
import { readFeatures } from "../data/readFeatures.ts";
import type { FeatureSummary } from "../domain/features.ts";
import { CHAIN_SOURCES } from "../domain/inspect.ts";
import type { FeatureExtractor } from "../pretrained/extractor.ts";
import type { StudioHandlers } from "../protocol/host.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import type { CorpusHolder } from "./corpusHolder.ts";

export interface FeatureDeskOptions {
  holder: CorpusHolder;
  extractor: FeatureExtractor;
  post: (event: StudioEvent) => void;
  isTraining: () => boolean;
}

type FeatureCommand = Extract<keyof StudioHandlers, `features.${string}`>;

export class FeatureDesk {
  private readonly options: FeatureDeskOptions;

  constructor(options: FeatureDeskOptions) {
    this.options = options;
  }

  /** Tells which sets there are, and how much of the present corpus they cover. */
  announce(): FeatureSummary[] {
    const { holder, post } = this.options;
    const features = holder.features.summaries(holder.current);
    post({ kind: "event", name: "features.changed", features });
    return features;
  }

  get handlers(): Pick<StudioHandlers, FeatureCommand> {
    const { holder, extractor, post } = this.options;
    return {
      "features.load": async ({ files }) => {
        this.requireIdle();
        const report = (done: number, total: number, path: string) =>
          post({ kind: "event", name: "load.progressed", label: `Reading ${path}`, done, total });
        const { sets, problems } = await readFeatures(files, holder.corpus, { onProgress: report });
        const [first] = problems;
        if (sets.length === 0) {
          throw new StudioError("data", first?.message ?? "The files hold no vectors");
        }
        this.requireIdle();
        for (const set of sets) holder.features.put(set);
        for (const { file, message } of problems.slice(0, MOST_NOTICES)) {
          post({ kind: "event", name: "notice.posted", message: `${file}: ${message}` });
        }
        return this.announce();
      },
      "features.extract": ({ request }) => {
        const { images } = holder.corpus;
        const chains = CHAIN_SOURCES.flatMap((source) =>
          holder.chains(source).map(({ chain }) => chain),
        );
        // What goes wrong is told by features.progressed.
        void extractor.extract(request, chains, images).then(
          (set) => {
            holder.features.put(set);
            this.announce();
          },
          () => {},
        );
        return null;
      },
      "features.pause": () => {
        extractor.pause();
        return null;
      },
      "features.resume": () => {
        extractor.resume();
        return null;
      },
      "features.stop": () => {
        extractor.stop();
        return null;
      },
      "features.remove": ({ id }) => {
        this.requireIdle();
        holder.features.remove(id);
        return this.announce();
      },
      "features.clearCache": async () => {
        await extractor.clearCache();
        return null;
      },
      "features.exportChains": () => exportChains(holder.corpus),
    };
  }

  private requireIdle(): void {
    if (!this.options.isTraining()) return;
    throw new StudioError(
      "state",
      "Features cannot change while a run is going on",
      "Stop or reset the run first.",
    );
  }
}

/** Problems of a features file that are told; the rest is as many more. */
const MOST_NOTICES = 3;
