// What every live example has: a title, its controls, Run and Reset with the seed, what came out, and what it
// took.
import { Dices, Play, RotateCcw } from "lucide-react";
import { type ReactNode, useId } from "react";
import type { ErrorReport } from "../../../base/errors.ts";
import type { HistoryRecord } from "../../../domain/run.ts";
import { t } from "../../../strings/strings.ts";
import { Button } from "../../primitives/Button.tsx";
import { ErrorNote } from "../../primitives/ErrorNote.tsx";
import { IconButton } from "../../primitives/IconButton.tsx";
import { formatStep } from "../../train/formatRun.ts";
import styles from "./ExampleFrame.module.css";

export interface ExampleFrameProps {
  title: string;
  /** What it shows and what to try, a sentence or two. */
  explanation: string;
  /** Label of its main button before it has run. */
  action: string;
  seed: number;
  isGoing: boolean;
  hasRun: boolean;
  /** Points of the trainings it made, each training's last; null before the first has ended. */
  ends: readonly (HistoryRecord | undefined)[];
  error: ErrorReport | null;
  controls?: ReactNode;
  onRun: () => void;
  onReset: () => void;
  onNewSeed: () => void;
  children: ReactNode;
}

export function ExampleFrame(props: ExampleFrameProps) {
  const { title, explanation, action, seed, isGoing, hasRun, ends, error, controls } = props;
  const { onRun, onReset, onNewSeed, children } = props;
  const id = useId();
  return (
    <section className={styles["frame"]} aria-labelledby={id} data-example-going={isGoing}>
      <p className={styles["kicker"]}>{t("guide:example.kicker")}</p>
      <h3 id={id} className={styles["title"]}>
        {title}
      </h3>
      <p className={styles["explanation"]}>{explanation}</p>
      {controls !== undefined && <div className={styles["controls"]}>{controls}</div>}
      <div className={styles["buttons"]}>
        <Button variant="primary" icon={<Play />} disabled={isGoing} onClick={onRun}>
          {isGoing ? t("guide:example.going") : hasRun ? t("guide:example.again") : action}
        </Button>
        <span className={styles["seed"]}>{t("guide:example.seed", { seed })}</span>
        <IconButton label={t("guide:example.newSeed")} disabled={isGoing} onClick={onNewSeed}>
          <Dices aria-hidden="true" />
        </IconButton>
        <IconButton
          label={t("guide:example.reset")}
          disabled={isGoing || !hasRun}
          onClick={onReset}
        >
          <RotateCcw aria-hidden="true" />
        </IconButton>
      </div>
      {error !== null && <ErrorNote error={error} />}
      {children}
      <p className={styles["took"]} role="status">
        {isGoing ? "" : tookOf(ends)}
      </p>
    </section>
  );
}

/** "1,500 lower and 296 upper steps in 0.7 s of the processor"; nothing before a training has ended. */
function tookOf(ends: readonly (HistoryRecord | undefined)[]): string {
  const known = ends.filter((end) => end !== undefined);
  if (known.length === 0) return "";
  const sum = (of: (end: HistoryRecord) => number) =>
    known.reduce((total, end) => total + of(end), 0);
  return t("guide:example.took", {
    lower: formatStep(sum(({ step }) => step)),
    upper: formatStep(sum(({ upperStep }) => upperStep)),
    seconds: (sum(({ elapsedMs }) => elapsedMs) / 1000).toFixed(1),
  });
}
