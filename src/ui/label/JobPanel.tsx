// The job: what it will take, how far it is, the buttons that start, pause, end and use it.
import { Download, Pause, Play, TriangleAlert, Upload, X } from "lucide-react";
import { useState } from "react";
import type { LabelStatus } from "../../domain/labelling.ts";
import { canResumeLabels, hasLabelJob } from "../../store/labelStore.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { formatCount } from "../data/formatNumber.ts";
import { saveFiles } from "../data/saveFiles.ts";
import { Badge } from "../primitives/Badge.tsx";
import { Button } from "../primitives/Button.tsx";
import { EmptyState } from "../primitives/EmptyState.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { useLabel, useStudio } from "../StudioContext.ts";
import { DiscardDialog } from "./DiscardDialog.tsx";
import { EstimateFigures } from "./EstimateFigures.tsx";
import { LABEL_STATE_TONES } from "./formatLabel.ts";
import { JobDomains } from "./JobDomains.tsx";
import { JobFigures } from "./JobFigures.tsx";
import styles from "./JobPanel.module.css";
import { labelFieldName } from "./labelFields.ts";
import { SampleChain } from "./SampleChain.tsx";
import { UseDialog } from "./UseDialog.tsx";

export function JobPanel() {
  const status = useLabel((state) => state.status);
  const count = useLabel((state) => state.questions?.questions ?? 0);
  const state =
    status !== null && hasLabelJob(status) ? status.state : count > 0 ? "ready" : "empty";
  const word = t(`label:states.${state}`);
  return (
    <Panel
      title={t("label:job.title")}
      guide="labels"
      note={<Badge tone={LABEL_STATE_TONES[state]}>{word}</Badge>}
    >
      <p role="status" aria-label={t("label:job.status")} className="visuallyHidden">
        {word}
      </p>
      {status !== null && hasLabelJob(status) ? (
        <Job status={status} />
      ) : count > 0 ? (
        <Beginning />
      ) : (
        <EmptyState title={t("label:job.emptyTitle")}>{t("label:job.empty")}</EmptyState>
      )}
    </Panel>
  );
}

function Beginning() {
  const { label } = useStudio();
  const estimate = useLabel((state) => state.estimate);
  const isReady = useLabel((state) => state.spec !== null && state.pending === null);
  const path = useLabel((state) => Object.keys(state.issues)[0]);
  const message = useLabel((state) => state.issues[path ?? ""]);
  return (
    <div className={styles["content"]}>
      <EstimateFigures estimate={estimate} />
      <div className={styles["buttons"]}>
        <Button
          variant="primary"
          icon={<Play />}
          disabled={!isReady}
          onClick={() => void label.getState().start()}
        >
          {t("label:job.start")}
        </Button>
      </div>
      {path !== undefined && (
        <p className={styles["issue"]}>
          {t("label:job.issue", { field: labelFieldName(path), message: said(message ?? "") })}
        </p>
      )}
    </div>
  );
}

function Job({ status }: { status: LabelStatus }) {
  const rejected = Object.entries(status.rejected).filter(([, times]) => times > 0);
  return (
    <div className={styles["content"]}>
      <p className={styles["detail"]}>{said(status.detail)}</p>
      <Buttons status={status} />
      {status.state === "running" && status.trouble !== null && (
        <p className={styles["trouble"]} role="status">
          <TriangleAlert aria-hidden="true" />
          {said(status.trouble)}
        </p>
      )}
      <JobFigures status={status} />
      {rejected.length > 0 && (
        <section aria-label={t("label:job.notCounted")}>
          <h3 className={styles["title"]}>{t("label:job.notCountedAbout")}</h3>
          <ul className={styles["rejected"]}>
            {rejected.map(([reason, times]) => (
              <li key={reason}>
                {t("label:job.rejected", {
                  reason: said(reason),
                  count: times,
                  shown: formatCount(times),
                })}
              </li>
            ))}
          </ul>
        </section>
      )}
      {status.domains.length > 0 && <JobDomains domains={status.domains} />}
      {status.sample !== null && <SampleChain sample={status.sample} />}
    </div>
  );
}

function Buttons({ status }: { status: LabelStatus }) {
  const { label } = useStudio();
  const actions = label.getState();
  const isPending = useLabel((state) => state.pending !== null);
  const isFormRight = useLabel((state) => state.spec !== null);
  const [asking, setAsking] = useState<"discard" | "use" | null>(null);
  const isRunning = status.state === "running";
  const hasLabels = status.domains.some((domain) => domain.labels > 0);
  const close = () => setAsking(null);
  return (
    <div className={styles["buttons"]}>
      {isRunning && (
        <Button icon={<Pause />} disabled={isPending} onClick={() => void actions.pause()}>
          {t("label:job.pause")}
        </Button>
      )}
      {canResumeLabels(status) && (
        <Button
          variant="primary"
          icon={<Play />}
          disabled={isPending || !isFormRight}
          onClick={() => void actions.resume()}
        >
          {t("label:job.goOn")}
        </Button>
      )}
      {!isRunning && (
        <Button
          variant={status.state === "done" ? "primary" : "secondary"}
          icon={<Upload />}
          disabled={isPending || !hasLabels}
          onClick={() => setAsking("use")}
        >
          {t("label:job.use")}
        </Button>
      )}
      <Button
        icon={<Download />}
        disabled={isPending || !hasLabels}
        title={t("label:job.downloadAbout")}
        onClick={() => {
          void actions.exportShards().then(async (files) => {
            if (files !== null) await saveFiles(files, "shards.zip").catch(actions.report);
          });
        }}
      >
        {t("label:job.download")}
      </Button>
      <Button
        variant="danger"
        icon={<X />}
        disabled={isPending}
        onClick={() => setAsking("discard")}
      >
        {isRunning ? t("label:job.stopAndDiscard") : t("label:job.discard")}
      </Button>
      {asking === "discard" && <DiscardDialog status={status} onClose={close} />}
      {asking === "use" && <UseDialog onClose={close} />}
    </div>
  );
}
