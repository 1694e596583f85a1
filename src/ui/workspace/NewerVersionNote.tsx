// A newer version of the app is there: said quietly, loaded only when asked for.
import { RotateCw } from "lucide-react";
import { t } from "../../strings/strings.ts";
import { isRunUnderWay } from "../data/isRunUnderWay.ts";
import { Button } from "../primitives/Button.tsx";
import { useOffline, useRun, useStudio } from "../StudioContext.ts";
import { Note } from "./Note.tsx";

export function NewerVersionNote() {
  const { offline } = useStudio();
  const isNewerKept = useOffline((state) => state.isNewerKept);
  const isTraining = useRun(({ state }) => isRunUnderWay(state));
  if (!isNewerKept) return null;
  const { reload, dismissNewer } = offline.getState();
  return (
    <Note
      label={t("offline:newer.label")}
      tone="neutral"
      headline={t("offline:newer.headline")}
      actions={
        <Button icon={<RotateCw />} onClick={reload}>
          {t("offline:newer.reload")}
        </Button>
      }
      onDismiss={dismissNewer}
    >
      {t(`offline:newer.${isTraining ? "training" : "idle"}`)}
    </Note>
  );
}
