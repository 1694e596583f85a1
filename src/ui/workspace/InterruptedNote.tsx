// The run that was under way when the page went, and the way on.
import { Play, Square } from "lucide-react";
import { useEffect, useState } from "react";
import { Trans } from "react-i18next";
import type { WorkspaceStatus } from "../../domain/workspace.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { useControls, useRun, useStudio, useWorkspace } from "../StudioContext.ts";
import { formatStep } from "../train/formatRun.ts";
import { formatAgo } from "./formatAgo.ts";
import { Note } from "./Note.tsx";

export function InterruptedNote() {
  const interrupted = useWorkspace(({ status }) => status.interrupted);
  return interrupted === null ? null : <Interrupted interrupted={interrupted} />;
}

function Interrupted({
  interrupted,
}: {
  interrupted: NonNullable<WorkspaceStatus["interrupted"]>;
}) {
  const { run } = useStudio();
  const canGoOn = useControls("main") === "resume";
  const canStop = useControls("canStop");
  const role = useRun((now) => now.role);
  const { at, step, totalSteps } = interrupted;
  return (
    <Note
      label={t("workspace:interrupted.note")}
      tone="accent"
      headline={
        <Trans
          t={t}
          i18nKey={`workspace:interrupted.${role}`}
          values={{ step: formatStep(step), total: formatStep(totalSteps) }}
          components={{ ago: <Ago at={at} /> }}
        />
      }
      actions={
        <>
          <Button
            variant="primary"
            icon={<Play />}
            disabled={!canGoOn}
            onClick={() => void run.getState().resume()}
          >
            {t("workspace:interrupted.goOn")}
          </Button>
          <Button
            icon={<Square />}
            disabled={!canStop}
            title={t("workspace:interrupted.stopAbout", { step: formatStep(step) })}
            onClick={() => void run.getState().stop()}
          >
            {t("workspace:interrupted.stop")}
          </Button>
        </>
      }
    >
      {t("workspace:interrupted.all")}
    </Note>
  );
}

const MINUTE_MS = 60_000;

/** Passing minutes are no news to be read out. */
function Ago({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} aria-live="off">
      {formatAgo(at, now)}
    </time>
  );
}
