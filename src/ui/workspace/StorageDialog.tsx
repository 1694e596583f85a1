// What the app keeps in the browser, how large it is, what can be removed, and whether the browser has
// promised to keep it.

import { Trans } from "react-i18next";
import type { StorageState } from "../../store/storageStore.ts";
import { t } from "../../strings/strings.ts";
import { formatBytes, formatCount } from "../data/formatNumber.ts";
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
      title={t("workspace:storage.title")}
      explanation={t("workspace:storage.about")}
      isOpen={isOpen}
      onOpenChange={(isShown) => {
        if (!isShown) storage.getState().close();
      }}
    >
      {error !== null && <ErrorNote error={error} />}
      {use === null ? (
        <ProgressBar label={t("workspace:storage.measuring")} done={0} total={0} />
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
    return <p className={styles["total"]}>{t("workspace:storage.unknown")}</p>;
  }
  return (
    <div className={styles["total"]}>
      <p>
        <Trans
          t={t}
          i18nKey="workspace:storage.used"
          values={{ usage: formatBytes(usage), quota: formatBytes(quota) }}
          components={{ usage: <strong /> }}
        />
      </p>
      <ProgressBar label={t("workspace:storage.bar")} done={usage} total={quota} />
    </div>
  );
}

function Kinds({ use: { byKind } }: { use: StorageUse }) {
  const owner = useWorkspace(({ status }) => status.owner);
  const isUnderWay = useRun(({ state }) => isRunUnderWay(state));
  const runs = useRuns((state) => state.runs.length);
  const deleted = useRuns((state) => state.deleted.length);
  const { workspace, keptRuns, labelJob, vectors, models } = byKind;
  const counted =
    runs === 0
      ? t("workspace:storage.runs.none")
      : t("workspace:storage.runs.runs", { count: runs, shown: formatCount(runs) });
  return (
    <ul className={styles["kinds"]}>
      <StorageRow
        name={t("workspace:storage.work.name")}
        about={t("workspace:storage.work.about")}
        bytes={workspace === null ? null : sum(Object.values(workspace))}
        parts={
          workspace === null
            ? []
            : [
                [t("workspace:storage.work.data"), workspace.corpus],
                [t("workspace:storage.work.vectors"), workspace.features],
                [t("workspace:storage.work.run"), workspace.run],
                [t("workspace:storage.work.study"), workspace.study],
              ]
        }
        removes="workspace"
        consequence={t("workspace:storage.work.consequence")}
        obstacle={
          owner === "other"
            ? t("workspace:storage.work.otherTab")
            : isUnderWay
              ? t("workspace:storage.work.underWay")
              : null
        }
      />
      <StorageRow
        name={t("workspace:storage.runs.name")}
        about={
          deleted === 0
            ? t("workspace:storage.runs.about", { runs: counted })
            : t("workspace:storage.runs.aboutDeleted", { runs: counted, deleted })
        }
        bytes={keptRuns}
        removes={deleted > 0 ? "deletedRuns" : null}
        label={t("workspace:storage.runs.remove", { deleted })}
        consequence={t("workspace:storage.runs.consequence", {
          count: deleted,
          shown: formatCount(deleted),
        })}
      />
      <StorageRow
        name={t("workspace:storage.labels.name")}
        about={t("workspace:storage.labels.about")}
        bytes={labelJob}
        removes="labelJob"
        consequence={t("workspace:storage.labels.consequence")}
      />
      <StorageRow
        name={t("workspace:storage.vectors.name")}
        about={t("workspace:storage.vectors.about")}
        bytes={vectors === null && models === null ? null : (vectors ?? 0) + (models ?? 0)}
        parts={[
          [t("workspace:storage.vectors.vectors"), vectors ?? 0],
          [t("workspace:storage.vectors.models"), models ?? 0],
        ]}
        removes="vectors"
        consequence={t("workspace:storage.vectors.consequence")}
      />
    </ul>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
