// Asks before labels are thrown away.
import type { LabelStatus } from "../../domain/labelling.ts";
import { formatCounted } from "../data/formatNumber.ts";
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
      title="Discard the labels?"
      explanation={`${formatCounted(status.rollouts.done, "rollout")} of ${formatCounted(status.chains.done, "chain")} would be gone for good. Download the shards first to keep what is done.`}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <div className={styles["buttons"]}>
        <Button onClick={onClose}>Keep them</Button>
        <Button
          variant="danger"
          onClick={() => {
            onClose();
            void label.getState().discard();
          }}
        >
          Discard
        </Button>
      </div>
    </Dialog>
  );
}
