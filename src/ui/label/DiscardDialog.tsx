// Asks before labels are thrown away.
import type { LabelStatus } from "../../domain/labelling.ts";
import { t } from "../../strings/strings.ts";
import { formatCount } from "../data/formatNumber.ts";
import { Button } from "../primitives/Button.tsx";
import { Dialog } from "../primitives/Dialog.tsx";
import { useStudio } from "../StudioContext.ts";
import styles from "./LabelDialog.module.css";

export interface DiscardDialogProps {
  status: LabelStatus;
  onClose: () => void;
}

export function DiscardDialog({ status, onClose }: DiscardDialogProps) {
  const { label } = useStudio();
  return (
    <Dialog
      title={t("label:discard.title")}
      explanation={t("label:discard.about", {
        rollouts: t("label:discard.rollouts", {
          count: status.rollouts.done,
          shown: formatCount(status.rollouts.done),
        }),
        chains: t("label:discard.chains", {
          count: status.chains.done,
          shown: formatCount(status.chains.done),
        }),
      })}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <div className={styles["buttons"]}>
        <Button onClick={onClose}>{t("label:discard.keep")}</Button>
        <Button
          variant="danger"
          onClick={() => {
            onClose();
            void label.getState().discard();
          }}
        >
          {t("label:discard.discard")}
        </Button>
      </div>
    </Dialog>
  );
}
