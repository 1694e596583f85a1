// Opens the dialog of a sweep, whose code is fetched then.
import { useState } from "react";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { useConfig } from "../StudioContext.ts";
import { useFetched } from "../useFetched.ts";

const fetchDialog = async () => (await import("./SweepDialog.tsx")).SweepDialog;

export function SweepButton({ className }: { className: string }) {
  const config = useConfig((state) => state.config);
  const [isOpen, setOpen] = useState(false);
  const SweepDialog = useFetched(isOpen, fetchDialog, () => setOpen(false));
  return (
    <>
      <Button
        variant="ghost"
        className={className}
        disabled={config === null}
        title={t("train:sweep.openAbout")}
        onClick={() => setOpen(true)}
      >
        {t("train:sweep.open")}
      </Button>
      {isOpen && config !== null && SweepDialog !== null && (
        <SweepDialog config={config} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
