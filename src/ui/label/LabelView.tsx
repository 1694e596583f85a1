// The Label view: Monte-Carlo step labels made from questions. Questions, generator and plan at the left,
// the job at the right; the whole view takes dropped files.

import { useEffect, useRef } from "react";
import { hasLabelJob } from "../../store/labelStore.ts";
import { t } from "../../strings/strings.ts";
import { collectDroppedFiles, type DroppedFile } from "../data/collectDroppedFiles.ts";
import { DropHint } from "../data/DropHint.tsx";
import { useFileDrop } from "../data/useFileDrop.ts";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { useLabel, useStudio } from "../StudioContext.ts";
import { GeneratorPanel } from "./GeneratorPanel.tsx";
import { JobPanel } from "./JobPanel.tsx";
import styles from "./LabelView.module.css";
import { PlanPanel } from "./PlanPanel.tsx";
import { QuestionsPanel } from "./QuestionsPanel.tsx";

export function LabelView() {
  const { label } = useStudio();
  const actions = label.getState();
  const error = useLabel((state) => state.error);
  const hasJob = useLabel((state) => hasLabelJob(state.status));

  async function open(files: DroppedFile[]): Promise<void> {
    if (files.length > 0) await actions.openFiles(files);
  }

  const { isOver, handlers } = useFileDrop((transfer) => {
    if (!hasJob) collectDroppedFiles(transfer).then(open).catch(actions.report);
  });

  // An unfinished job of an earlier visit is looked for once, when the view is first seen.
  useEffect(() => {
    if (label.getState().status === null) void label.getState().restore();
  }, [label]);

  // The job moves to the top of a narrow page when it begins; what was pressed must not be lost sight of.
  const job = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (hasJob) job.current?.scrollIntoView({ block: "nearest" });
  }, [hasJob]);

  // An error stands above all else, and may have come from far below.
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== null) alert.current?.scrollIntoView({ block: "nearest" });
  }, [error]);

  return (
    <div className={styles["view"]} data-job={hasJob} {...handlers}>
      {error !== null && (
        <div ref={alert} className={styles["error"]}>
          <ErrorNote error={error} onDismiss={actions.dismissError} />
        </div>
      )}
      <div className={styles["form"]}>
        <QuestionsPanel onFiles={(files) => void open(files)} />
        <GeneratorPanel />
        <PlanPanel />
      </div>
      <div ref={job} className={styles["job"]}>
        <JobPanel />
      </div>
      {isOver && <DropHint>{hasJob ? t("label:drop.hasJob") : t("label:drop.read")}</DropHint>}
    </div>
  );
}
