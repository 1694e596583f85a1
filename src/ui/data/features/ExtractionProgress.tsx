// A pretrained model at work: what it is doing, how far it is, and the buttons that hold or end it.
import { Pause, Play, Square } from "lucide-react";
import type { ExtractionStatus } from "../../../domain/features.ts";
import { isExtracting } from "../../../store/featureStore.ts";
import { said } from "../../../strings/said.ts";
import { shownLanguage, t } from "../../../strings/strings.ts";
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
  const words = sentencesSaid(detail);
  const isGoing = isExtracting(status);
  return (
    <section
      className={styles["progress"]}
      aria-label={t("features:progress.region")}
      data-state={state}
    >
      <p role="status">{words}</p>
      {isGoing && (
        <>
          <ProgressBar label={words} done={status.done} total={status.total} />
          <p className={styles["figures"]}>
            <span>{amountOf(status)}</span>
            {status.cached > 0 && (
              <span>{t("features:progress.cached", { chains: formatCount(status.cached) })}</span>
            )}
            {status.device !== null && (
              <span>
                {status.device === "webgpu"
                  ? t("features:progress.devices.webgpu")
                  : t("features:progress.devices.wasm")}
              </span>
            )}
            {status.secondsLeft !== null && (
              <span>
                {t("features:progress.left", { time: formatDuration(status.secondsLeft) })}
              </span>
            )}
          </p>
          <div className={styles["buttons"]}>
            {state === "paused" ? (
              <Button icon={<Play />} onClick={() => void actions.resume()}>
                {t("features:progress.goOn")}
              </Button>
            ) : (
              <Button
                icon={<Pause />}
                disabled={state === "loading"}
                onClick={() => void actions.pause()}
              >
                {t("features:progress.pause")}
              </Button>
            )}
            <Button icon={<Square />} onClick={() => void actions.stop()}>
              {t("features:progress.stop")}
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
    ? t("features:progress.loaded", { done: formatBytes(done), total: formatBytes(total) })
    : t("features:progress.read", { done: formatCount(done), total: formatCount(total) });
}

/** The worker's sentences, each in the language shown. */
function sentencesSaid(detail: string): string {
  if (shownLanguage() === "en") return detail;
  return detail
    .split(/\.(?: |$)/)
    .filter((sentence) => sentence !== "")
    .map(said)
    .join("。");
}
