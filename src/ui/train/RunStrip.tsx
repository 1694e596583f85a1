// What the run does now, in words and numbers that keep their places, and the lesser run buttons.
import { Download, FileText, Link, Repeat, SkipForward } from "lucide-react";
import { useStore } from "zustand";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { saveFiles } from "../data/saveFiles.ts";
import { Button } from "../primitives/Button.tsx";
import { ProgressBar } from "../primitives/ProgressBar.tsx";
import { saveReport } from "../report/saveReport.ts";
import {
  useConfig,
  useControls,
  useCorpus,
  useRun,
  useStudio,
  useWorkspace,
} from "../StudioContext.ts";
import { copyLink } from "../share/copyLink.ts";
import { KeptMark } from "../workspace/KeptMark.tsx";
import { formatDuration, formatRate, formatStep } from "./formatRun.ts";
import { ResetButton } from "./ResetButton.tsx";
import styles from "./RunStrip.module.css";

export function RunStrip() {
  const studio = useStudio();
  const canStep = useControls("canStep");
  const canRetrain = useControls("canRetrain");
  const canExport = useControls("canExport");
  const isReporting = useStore(studio.share, (state) => state.isReporting);
  const actions = studio.run.getState();
  return (
    <section className={styles["strip"]} aria-label={t("train:strip.region")}>
      <Status />
      <Numbers />
      <div className={styles["buttons"]}>
        <Button
          disabled={!canStep}
          icon={<SkipForward />}
          title={t("train:strip.stepAbout")}
          aria-keyshortcuts="."
          onClick={() => void studio.stepOnce()}
        >
          {t("train:strip.step")}
        </Button>
        <ResetButton />
        <Button
          disabled={!canRetrain}
          icon={<Repeat />}
          title={t("train:strip.retrainAbout")}
          onClick={() => void actions.retrain()}
        >
          {t("train:strip.retrain")}
        </Button>
        <Button
          disabled={!canExport}
          icon={<Download />}
          title={t("train:strip.exportAbout")}
          onClick={() => {
            void actions.exportRun().then(async (files) => {
              if (files !== null) await saveFiles(files, "run.zip");
            });
          }}
        >
          {t("train:strip.export")}
        </Button>
        <Button
          disabled={!canExport || isReporting}
          icon={<FileText />}
          title={t("share:saveReportAbout")}
          onClick={() => void saveReport(studio)}
        >
          {t("share:saveReport")}
        </Button>
        <Button
          data-tour="share"
          icon={<Link />}
          title={t("share:copyLinkAbout")}
          onClick={() => void copyLink(studio)}
        >
          {t("share:copyLink")}
        </Button>
      </div>
    </section>
  );
}

function Status() {
  const state = useRun((run) => run.state);
  const detail = useRun((run) => run.detail);
  const load = useCorpus((corpus) => corpus.load);
  const source = useCorpus((corpus) => corpus.summary?.source);
  const mode = useConfig((config) => config.config?.mode ?? "bilevel");
  const blocker = useCorpus((corpus) => corpus.summary?.blockers[mode] ?? null);
  const isOpening = useWorkspace((workspace) => workspace.isOpening);
  const [done, total] = [useRun((run) => run.step), useRun((run) => run.totalSteps)];
  let words = said(detail);
  if (load !== null) words = said(load.label);
  else if (blocker !== null && state === "idle") {
    words = t("train:strip.blocked", { reason: t(`notices:blockers.${blocker}`) });
  } else if (isOpening) words = t("train:strip.looking");
  else if (state === "idle") {
    words =
      source === undefined
        ? t("train:strip.noData")
        : t("train:strip.ready", { source: said(source) });
  }
  return (
    <div className={styles["status"]}>
      <div className={styles["line"]}>
        <p className={styles["words"]} data-failed={state === "failed"} title={words}>
          {words}
        </p>
        <KeptMark />
      </div>
      {load !== null ? (
        <ProgressBar label={said(load.label)} done={load.done} total={load.total} />
      ) : (
        <ProgressBar label={t("train:strip.lowerSteps")} done={done} total={Math.max(1, total)} />
      )}
    </div>
  );
}

function Numbers() {
  // Not at every frame: numbers that change sixty times a second cannot be read.
  useRunVersion(0.1);
  const { run } = useStudio();
  const { step, totalSteps, timing, main, role } = run.getState();
  const state = useRun((now) => now.state);
  const isMoving = state === "running" || state === "retraining" || state === "compiling";
  const rate = timing?.stepsPerSecond ?? 0;
  const left = isMoving && rate > 0 ? (totalSteps - step) / rate : Number.NaN;
  return (
    <dl className={styles["numbers"]}>
      <div>
        <dt>{t(`train:strip.lowerStep.${role}`)}</dt>
        <dd>
          {formatStep(step)}
          <span className={styles["of"]}> / {formatStep(totalSteps)}</span>
        </dd>
      </div>
      <div>
        <dt>{t("train:strip.upperSteps")}</dt>
        <dd>{formatStep(main?.history.upperSteps() ?? 0)}</dd>
      </div>
      <div>
        <dt>{t("train:strip.rate")}</dt>
        <dd>{formatRate(rate)}</dd>
      </div>
      <div>
        <dt>{t("train:strip.timeLeft")}</dt>
        <dd>{formatDuration(left)}</dd>
      </div>
    </dl>
  );
}
