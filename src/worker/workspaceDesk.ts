// Brings back what the browser kept when the page opens, and has it kept from then on whenever it changes:
// the data, the vectors, the run, the study. Where another tab has the workspace, nothing of it is touched.
import type { WorkspaceItem, WorkspaceKey } from "../domain/workspace.ts";
import type { StudioHandlers } from "../protocol/host.ts";
import type { CorpusDesk } from "./corpusDesk.ts";
import type { FeatureShelf } from "./featureShelf.ts";
import { CorpusKeeping } from "./kept/keptCorpus.ts";
import { FeatureKeeping } from "./kept/keptFeatures.ts";
import { readStudies, writeStudies } from "./kept/keptStudy.ts";
import { readRunItem } from "./kept/runItem.ts";
import { restoreRun } from "./restoredRun.ts";
import type { RunController } from "./runController.ts";
import type { RunKeeping } from "./runKeeping.ts";
import { restoreStudies, type StudyDesk } from "./study/startStudy.ts";
import type { WorkspaceKeeper } from "./workspaceKeeper.ts";

export interface WorkspaceDeskOptions {
  workspace: WorkspaceKeeper;
  desk: CorpusDesk;
  features: FeatureShelf;
  controller: RunController;
  keeping: RunKeeping;
  studyDesk: StudyDesk;
  /** Tells the page of the vectors there are. */
  announceFeatures: () => void;
}

type WorkspaceCommand = Extract<keyof StudioHandlers, `workspace.${string}`>;

export class WorkspaceDesk {
  private readonly options: WorkspaceDeskOptions;
  private readonly corpusKeeping = new CorpusKeeping();
  private readonly featureKeeping = new FeatureKeeping();

  constructor(options: WorkspaceDeskOptions) {
    this.options = options;
  }

  readonly handlers: Pick<StudioHandlers, WorkspaceCommand> = {
    "workspace.open": async ({ isTakingOver }) => {
      const { workspace, desk } = this.options;
      await workspace.open(isTakingOver);
      await this.restore();
      const edits = desk.version?.edits.map(({ edit }) => edit) ?? [];
      const { suite } = desk;
      return { status: workspace.status, hasCorpus: desk.corpusId !== "", suite, edits };
    },
    "workspace.save": () => {
      this.options.keeping.saveSoon();
      for (const key of this.options.workspace.withoutRoom) this.again[key]?.();
      return null;
    },
    "workspace.sizes": () => this.options.workspace.sizes(),
    "workspace.clear": async () => {
      const { workspace, keeping } = this.options;
      keeping.forget();
      for (const key of ["run", "study", "features", "corpus"] as const) {
        await workspace.remove(key);
      }
      return null;
    },
  };

  readonly keepCorpus = (): void => {
    const { workspace, desk } = this.options;
    // Made when its turn comes: the corpus as it is by then.
    void workspace.write("corpus", (there) =>
      desk.version ? this.corpusKeeping.write(desk.version, there) : null,
    );
  };

  readonly keepFeatures = (): void => {
    const { workspace, features } = this.options;
    void workspace.write("features", (there) =>
      features.isEmpty ? null : this.featureKeeping.write(features.all, there),
    );
  };

  readonly keepStudies = (): void => {
    const { workspace, studyDesk } = this.options;
    const { studies } = studyDesk;
    void workspace
      .write("study", (there) => writeStudies(studies.kept, there))
      .then((failure) => {
        // What there is no room for would be lost: it waits.
        if (failure?.code === "full") studies.pause();
      });
  };

  /** Writes again what does not change by itself; the run is written as it goes on. */
  private readonly again: Partial<Record<WorkspaceKey, () => void>> = {
    corpus: this.keepCorpus,
    features: this.keepFeatures,
    study: this.keepStudies,
  };

  private async restore(): Promise<void> {
    const { workspace, desk, features, studyDesk } = this.options;
    const version = await workspace.read("corpus", (item) => this.corpusKeeping.read(item));
    if (version) desk.restore(version);
    const sets = await workspace.read("features", (item) => this.featureKeeping.read(item));
    if (sets) {
      features.restore(sets);
      this.options.announceFeatures();
    }
    await workspace.read("run", (item) => this.restoreRun(item));
    const studies = await workspace.read("study", readStudies);
    if (studies) restoreStudies(studyDesk, studies);
  }

  private async restoreRun(item: WorkspaceItem): Promise<void> {
    const { controller, keeping, desk, workspace } = this.options;
    const { id, corpusId, activities, recommendation, roles } = readRunItem(item);
    const runs = [];
    for (const role of roles) runs.push(await restoreRun(role, item.parts));
    const last = runs.at(-1);
    if (!last) return;
    keeping.adopt(id, corpusId, runs, item);
    workspace.say({ saved: { at: item.savedAt, step: last.step } });
    const obstacle =
      corpusId === desk.corpusId
        ? null
        : "It cannot go on: the data it was trained on are not here any more; its PRM can be used";
    const { savedAt } = item;
    await controller.restore({ id, runs, savedAt, obstacle, activities, recommendation });
  }
}
