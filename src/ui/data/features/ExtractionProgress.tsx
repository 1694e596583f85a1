// A pretrained model at work: what it is doing, how far it is, and the buttons that hold or end it.
import { Pause, Play, Square } from "lucide-react";
import type { ExtractionStatus } from "../../../domain/features.ts";
import { isExtracting } from "../../../store/featureStore.ts";
import { Button } from "../../primitives/Button.tsx";
import { ErrorNote } from "../../primitives/ErrorNote.tsx";
import { ProgressBar } from "../../primitives/ProgressBar.tsx";
import { useStudio } from "../../StudioContext.ts";
import { formatDuration } from "../../train/formatRun.ts";
import { formatBytes, formatCount } from "../formatNumber.ts";
import styles from "./FeaturesPanel.module.css";

export function ExtractionProgress({ status }: { status: ExtractionStatus }) {
  const actions = useStudio().features.getState();
  const { state, detail } = status;
  if (state === "failed" && status.error !== null) {
    const { message, hint } = status.error;
    return (
      <ErrorNote
        error={{ code: "data", message, hint: hint ?? "" }}
        onDismiss={actions.dismissError}
      />
    );
  }
  if (detail === "") return null;
  const isGoing = isExtracting(status);
  return (
    <section className={styles["progress"]} aria-label="Reading by a model" data-state={state}>
      <p role="status">{detail}</p>
      {isGoing && (
        <>
          <ProgressBar label={detail} done={status.done} total={status.total} />
          <p className={styles["figures"]}>
            <span>{amountOf(status)}</span>
            {status.cached > 0 && <span>{formatCount(status.cached)} kept from before</span>}
            {status.device !== null && (
              <span>{status.device === "webgpu" ? "on WebGPU" : "on the processor"}</span>
            )}
            {status.secondsLeft !== null && <span>{formatDuration(status.secondsLeft)} left</span>}
          </p>
          <div className={styles["buttons"]}>
            {state === "paused" ? (
              <Button icon={<Play />} onClick={() => void actions.resume()}>
                Go on
              </Button>
            ) : (
              <Button
                icon={<Pause />}
                disabled={state === "loading"}
                onClick={() => void actions.pause()}
              >
                Pause
              </Button>
            )}
            <Button icon={<Square />} onClick={() => void actions.stop()}>
              Stop
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function amountOf({ state, done, total }: ExtractionStatus): string {
  if (total === 0) return "";
  return state === "loading"
    ? `${formatBytes(done)} of ${formatBytes(total)}`
    : `${formatCount(done)} of ${formatCount(total)} read`;
}
