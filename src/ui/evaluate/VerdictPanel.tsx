// "Is it real?": the question, the study that answers it while it goes on, and the answer.

import { useState } from "react";
import { VERDICT_SEEDS } from "../../domain/verdictTasks.ts";
import { isStudyGoing } from "../../store/studyStore.ts";
import { t } from "../../strings/strings.ts";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { useStudio, useStudy } from "../StudioContext.ts";
import { FirstImpressionNote } from "./FirstImpressionNote.tsx";
import { StudyProgress } from "./StudyProgress.tsx";
import styles from "./VerdictPanel.module.css";
import { VerdictResult } from "./VerdictResult.tsx";
import { VerdictStart } from "./VerdictStart.tsx";

export function VerdictPanel() {
  const { study } = useStudio();
  const [count, setCount] = useState<number | null>(VERDICT_SEEDS);
  const status = useStudy((state) => (state.status?.kind === "verdict" ? state.status : null));
  const verdict = useStudy((state) => state.verdict);
  const error = useStudy((state) => state.error);
  const isGoing = isStudyGoing(status);
  return (
    <Panel
      title={t("evaluate:verdict.title")}
      guide="verdict"
      tourStop="verdict"
      note={t("evaluate:verdict.note")}
      className={styles["panel"]}
    >
      {error !== null && (
        <div className={styles["error"]}>
          <ErrorNote error={error} onDismiss={study.getState().dismissError} />
        </div>
      )}
      {isGoing && status !== null && <StudyProgress status={status} />}
      {!isGoing && verdict !== null && <VerdictResult report={verdict} />}
      {!isGoing && verdict === null && <FirstImpressionNote />}
      {status?.state === "stopped" && verdict === null && (
        <p className={styles["whyNot"]}>{t("evaluate:verdict.stopped")}</p>
      )}
      {!isGoing && <VerdictStart isAgain={verdict !== null} count={count} onCount={setCount} />}
    </Panel>
  );
}
