// What the app keeps in the browser, how large it is, what can be removed, and whether the browser has
// promised to keep it.
import type { StorageState } from "../../store/storageStore.ts";
import { formatBytes, formatCounted } from "../data/formatNumber.ts";
import { isRunUnderWay } from "../data/isRunUnderWay.ts";
import { Dialog } from "../primitives/Dialog.tsx";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { ProgressBar } from "../primitives/ProgressBar.tsx";
import { useRun, useRuns, useStorage, useStudio, useWorkspace } from "../StudioContext.ts";
import { Persistence } from "./Persistence.tsx";
import styles from "./StorageDialog.module.css";
import { StorageRow } from "./StorageRow.tsx";
import { WorksOffline } from "./WorksOffline.tsx";

type StorageUse = NonNullable<StorageState["use"]>;

export function StorageDialog() {
  const { storage } = useStudio();
  const isOpen = useStorage((state) => state.isOpen);
  const use = useStorage((state) => state.use);
  const error = useStorage((state) => state.error);
  return (
    <Dialog
      title="Storage"
      explanation="What DreamPRM Studio keeps in this browser, on this machine alone."
      isOpen={isOpen}
      onOpenChange={(isShown) => {
        if (!isShown) storage.getState().close();
      }}
    >
      {error !== null && <ErrorNote error={error} />}
      {use === null ? (
        <ProgressBar label="Measuring" done={0} total={0} />
      ) : (
        <>
          <Total use={use} />
          <Kinds use={use} />
          <Persistence isPersistent={use.isPersistent} />
          <WorksOffline />
        </>
      )}
    </Dialog>
  );
}

function Total({ use: { usage, quota } }: { use: StorageUse }) {
  if (usage === null || quota === null) {
    return <p className={styles["total"]}>This browser does not say how much room there is.</p>;
  }
  return (
    <div className={styles["total"]}>
      <p>
        <strong>{formatBytes(usage)}</strong> of the {formatBytes(quota)} that the browser allows
      </p>
      <ProgressBar label="Storage used" done={usage} total={quota} />
    </div>
  );
}

function Kinds({ use: { byKind } }: { use: StorageUse }) {
  const owner = useWorkspace(({ status }) => status.owner);
  const isUnderWay = useRun(({ state }) => isRunUnderWay(state));
  const runs = useRuns((state) => state.runs.length);
  const deleted = useRuns((state) => state.deleted.length);
  const { workspace, keptRuns, labelJob, vectors, models } = byKind;
  const counted = runs === 0 ? "Runs that have ended" : formatCounted(runs, "run");
  return (
    <ul className={styles["kinds"]}>
      <StorageRow
        name="Work at hand"
        about="What a reload brings back."
        bytes={workspace === null ? null : sum(Object.values(workspace))}
        parts={
          workspace === null
            ? []
            : [
                ["data", workspace.corpus],
                ["vectors", workspace.features],
                ["the run and its curves", workspace.run],
                ["study", workspace.study],
              ]
        }
        removes="workspace"
        consequence="What is loaded stays until you close the page; then it is gone. Runs that have ended stay in Runs."
        obstacle={
          owner === "other"
            ? "Another tab has it"
            : isUnderWay
              ? "A run is under way: stop it first"
              : null
        }
      />
      <StorageRow
        name="Runs"
        about={
          deleted === 0
            ? `${counted}, with what was trained. Delete single ones in the table in Runs.`
            : `${counted}, with what was trained, and ${deleted} deleted, which can be had back for a day.`
        }
        bytes={keptRuns}
        removes={deleted > 0 ? "deletedRuns" : null}
        label={`Remove ${deleted} deleted`}
        consequence={`${formatCounted(deleted, "deleted run")} cannot be had back then.`}
      />
      <StorageRow
        name="Labels"
        about="The labelling job, with what the model answered."
        bytes={labelJob}
        removes="labelJob"
        consequence="Labels that were not taken over into the data or downloaded are gone then."
      />
      <StorageRow
        name="Vectors and models"
        about="What pretrained models made of the data, and the models that were downloaded."
        bytes={vectors === null && models === null ? null : (vectors ?? 0) + (models ?? 0)}
        parts={[
          ["vectors", vectors ?? 0],
          ["models", models ?? 0],
        ]}
        removes="vectors"
        consequence="The next time they are computed and downloaded again. Vectors in use stay."
      />
    </ul>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
