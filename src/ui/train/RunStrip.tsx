// What the run does now, in words and numbers that keep their places, and the lesser run buttons.
import { Download, Repeat, SkipForward } from "lucide-react";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { saveFiles } from "../data/saveFiles.ts";
import { Button } from "../primitives/Button.tsx";
import { ProgressBar } from "../primitives/ProgressBar.tsx";
import {
  useConfig,
  useControls,
  useCorpus,
  useRun,
  useStudio,
  useWorkspace,
} from "../StudioContext.ts";
import { KeptMark } from "../workspace/KeptMark.tsx";
import { formatDuration, formatRate, formatStep } from "./formatRun.ts";
import { ResetButton } from "./ResetButton.tsx";
import styles from "./RunStrip.module.css";

export function RunStrip() {
  const studio = useStudio();
  const canStep = useControls("canStep");
  const canRetrain = useControls("canRetrain");
  const canExport = useControls("canExport");
  const actions = studio.run.getState();
  return (
    <section className={styles["strip"]} aria-label="Progress">
      <Status />
      <Numbers />
      <div className={styles["buttons"]}>
        <Button
          disabled={!canStep}
          icon={<SkipForward />}
          title="One upper step, then pause (.)"
          aria-keyshortcuts="."
          onClick={() => void studio.stepOnce()}
        >
          Step
        </Button>
        <ResetButton />
        <Button
          disabled={!canRetrain}
          icon={<Repeat />}
          title="From scratch with the learned weights fixed (mean over the last third, noise taken out), then vanilla to compare with"
          onClick={() => void actions.retrain()}
        >
          Retrain
        </Button>
        <Button
          disabled={!canExport}
          icon={<Download />}
          title="run.json, weights.csv, prm.safetensors and, with candidates, scores.jsonl"
          onClick={() => {
            void actions.exportRun().then(async (files) => {
              if (files !== null) await saveFiles(files, "run.zip");
            });
          }}
        >
          Export run
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
  let words = detail;
  if (load !== null) words = load.label;
  else if (blocker !== null && state === "idle") words = `Training cannot start: ${blocker}`;
  else if (isOpening) words = "Looking for what this browser kept";
  else if (state === "idle") words = source === undefined ? "No data yet" : `Ready: ${source}`;
  return (
    <div className={styles["status"]}>
      <div className={styles["line"]}>
        <p className={styles["words"]} title={words}>
          {words}
        </p>
        <KeptMark />
      </div>
      {load !== null ? (
        <ProgressBar label={load.label} done={load.done} total={load.total} />
      ) : (
        <ProgressBar label="Lower steps" done={done} total={Math.max(1, total)} />
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
        <dt>{role === "main" ? "Lower step" : `Lower step (${role})`}</dt>
        <dd>
          {formatStep(step)}
          <span className={styles["of"]}> / {formatStep(totalSteps)}</span>
        </dd>
      </div>
      <div>
        <dt>Upper steps</dt>
        <dd>{formatStep(main?.history.upperSteps() ?? 0)}</dd>
      </div>
      <div>
        <dt>Steps/s</dt>
        <dd>{formatRate(rate)}</dd>
      </div>
      <div>
        <dt>Time left</dt>
        <dd>{formatDuration(left)}</dd>
      </div>
    </dl>
  );
}
