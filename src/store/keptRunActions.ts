// What can be done with a kept run in the other views: its config in the form, its PRM on the worker's
// shelf to be evaluated or compared.
import { StudioError } from "../base/errors.ts";
import { type KeptRun, yieldedPrm } from "../domain/keptRun.ts";
import type { StudioClient } from "../protocol/client.ts";
import { t } from "../strings/strings.ts";
import type { ConfigStore } from "./configStore.ts";
import { comparedPrms, type EvaluationStore } from "./evaluationStore.ts";
import type { InspectStore } from "./inspectState.ts";
import type { RunsStore } from "./runsStore.ts";
import type { ViewStore } from "./viewStore.ts";

export interface KeptRunActions {
  /** Puts the run's config in the form; the next run is started from this one. */
  putConfigInForm(id: string): Promise<void>;
  /** Takes the run's PRM into the comparison of the Evaluate view. */
  evaluate(id: string): Promise<void>;
  /**
   * Shows the run's scores in Inspect beside those of the PRM that is shown there; where none is, the run's
   * PRM becomes the one that is shown, beside the baseline's.
   */
  compareInInspect(id: string): Promise<void>;
  /**
   * Has the run's PRM on the worker's shelf, under the id that `use` is given, for as long as that takes; null
   * where the run has none or it could not be put there.
   */
  whileShelved<T>(id: string, use: (prmId: string) => Promise<T>): Promise<T | null>;
  /** Deletes runs, with a notice to take it back by; their PRMs leave the shelf. */
  remove(ids: readonly string[]): Promise<void>;
}

interface Stores {
  runs: RunsStore;
  config: ConfigStore;
  view: ViewStore;
  inspect: InspectStore;
  evaluation: EvaluationStore;
}

const shelfId = (id: string) => `kept/${id}`;

export function keptRunActions(
  client: StudioClient,
  { runs, config, view, inspect, evaluation }: Stores,
): KeptRunActions {
  const find = (id: string) => runs.getState().runs.find((run) => run.id === id);

  async function prmOf(kept: KeptRun): Promise<File | null> {
    const content = await runs.getState().read(kept.id);
    if (content === null) return null;
    const role = yieldedPrm(kept);
    const blob = role === null ? undefined : content.prms[role];
    if (blob !== undefined) return new File([blob], "prm.safetensors");
    runs
      .getState()
      .report(
        new StudioError(
          "state",
          `${kept.name} was kept without a PRM`,
          "It was imported from a run.json alone, or stopped before its first step.",
        ),
      );
    return null;
  }

  /** The PRM's id on the shelf; null (and said why) where it did not get there. */
  async function shelve(id: string): Promise<string | null> {
    const kept = find(id);
    const file = kept === undefined ? null : await prmOf(kept);
    if (kept === undefined || file === null) return null;
    try {
      await client.call("prm.shelve", { id: shelfId(id), label: kept.name, file });
      return shelfId(id);
    } catch (error) {
      runs.getState().report(error);
      return null;
    }
  }

  /** A comparison is seen on a chain: opens the first of the list, as soon as there is one, where none is open. */
  function openFirstChain(): void {
    const open = () => {
      if (inspect.getState().selectedRef === null) inspect.getState().selectBy(1);
    };
    if (inspect.getState().refs !== null) {
      open();
      return;
    }
    const end = inspect.subscribe(({ refs }) => {
      if (refs === null) return;
      end();
      open();
    });
  }

  /** The run's PRM as the shown one; false (and said why) where that failed. */
  async function showPrmOf(kept: KeptRun): Promise<boolean> {
    const file = await prmOf(kept);
    if (file === null) return false;
    try {
      await client.call("prm.load", { file });
      return true;
    } catch (error) {
      runs.getState().report(error);
      return false;
    }
  }

  // In the Runs view both stand above the table.
  runs.subscribe((now, before) => {
    const isSeen = view.getState().view === "runs";
    for (const key of ["storageProblem", "error"] as const) {
      const report = now[key];
      if (!isSeen && report !== null && report !== before[key])
        view.getState().notify(report.message);
    }
  });

  return {
    async putConfigInForm(id) {
      const content = await runs.getState().read(id);
      if (content === null) return;
      config.getState().replace(content.run.config);
      runs.getState().startFrom(id);
      view.getState().show("train");
      const name = find(id)?.name;
      view
        .getState()
        .notify(
          name === undefined ? t("notices:formHoldsUnnamed") : t("notices:formHolds", { name }),
        );
    },
    async evaluate(id) {
      const shelved = await shelve(id);
      if (shelved === null) return;
      const isCompared = comparedPrms(evaluation.getState()).some((entry) => entry.id === shelved);
      if (!isCompared) evaluation.getState().togglePrm(shelved);
      view.getState().show("evaluate");
    },
    async compareInInspect(id) {
      const kept = find(id);
      if (kept === undefined) return;
      let other: string | null;
      if (inspect.getState().prm !== null) {
        other = await shelve(id);
        if (other === null) return;
      } else {
        if (!(await showPrmOf(kept))) return;
        const baseline = runs.getState().runs.find(({ isBaseline }) => isBaseline);
        other = baseline === undefined || baseline.id === id ? null : await shelve(baseline.id);
      }
      if (other !== null) inspect.getState().compareWith(other);
      view.getState().show("inspect");
      openFirstChain();
    },
    async whileShelved(id, use) {
      const isShelved = evaluation.getState().shelf.some((entry) => entry.id === shelfId(id));
      const shelved = isShelved ? shelfId(id) : await shelve(id);
      if (shelved === null) return null;
      try {
        return await use(shelved);
      } finally {
        if (!isShelved) await client.call("prm.unshelve", { id: shelved });
      }
    },
    async remove(ids) {
      const gone = ids.flatMap((id) => find(id) ?? []);
      for (const { id } of gone) await runs.getState().remove(id);
      const [first] = gone;
      if (first === undefined) return;
      const words =
        gone.length === 1
          ? t("notices:deleted", { name: first.name })
          : t("notices:deletedSeveral", { count: gone.length });
      const undo = () => {
        for (const { id } of gone) void runs.getState().restore(id);
      };
      view.getState().notify(words, { label: t("notices:undo"), act: undo });
      const { shelf } = evaluation.getState();
      for (const { id } of gone.filter(({ id }) => shelf.some((at) => at.id === shelfId(id)))) {
        await client.call("prm.unshelve", { id: shelfId(id) });
      }
    },
  };
}
