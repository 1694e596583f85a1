// What can be done with one kept run.
import {
  Download,
  Ellipsis,
  Gauge,
  Pin,
  PinOff,
  Settings2,
  SplitSquareHorizontal,
  Trash2,
} from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { KeptRun } from "../../domain/keptRun.ts";
import { useStudio } from "../StudioContext.ts";
import styles from "./RunMenu.module.css";
import { exportRuns } from "./runFiles.ts";

export function RunMenu({ kept }: { kept: KeptRun }) {
  const { runs, keptRuns } = useStudio();
  const { id, name, isBaseline } = kept;
  const hasPrm = kept.prmRoles.length > 0;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className={styles["trigger"]} aria-label={`Actions for ${name}`}>
        <Ellipsis aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles["menu"]}
          align="end"
          sideOffset={4}
          collisionPadding={8}
        >
          <DropdownMenu.Item
            className={styles["item"]}
            onSelect={() => void keptRuns.putConfigInForm(id)}
          >
            <Settings2 aria-hidden="true" /> Use its config
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={styles["item"]}
            disabled={!hasPrm}
            onSelect={() => void keptRuns.evaluate(id)}
          >
            <Gauge aria-hidden="true" /> Evaluate
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={styles["item"]}
            disabled={!hasPrm}
            onSelect={() => void keptRuns.compareInInspect(id)}
          >
            <SplitSquareHorizontal aria-hidden="true" /> Compare in Inspect
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={styles["item"]}
            onSelect={() => void runs.getState().pin(isBaseline ? null : id)}
          >
            {isBaseline ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
            {isBaseline ? "Unpin as baseline" : "Pin as baseline"}
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={styles["item"]}
            onSelect={() => void exportRuns(runs, [kept])}
          >
            <Download aria-hidden="true" /> Export
          </DropdownMenu.Item>
          <DropdownMenu.Separator className={styles["separator"]} />
          <DropdownMenu.Item className={styles["item"]} onSelect={() => void keptRuns.remove([id])}>
            <Trash2 aria-hidden="true" /> Delete
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
