// What can be done with one kept run.
import {
  Download,
  Ellipsis,
  FileText,
  Gauge,
  Link,
  Pin,
  PinOff,
  Settings2,
  SplitSquareHorizontal,
  Trash2,
} from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useStore } from "zustand";
import type { KeptRun } from "../../domain/keptRun.ts";
import { t } from "../../strings/strings.ts";
import { saveKeptReport } from "../report/saveReport.ts";
import { useStudio } from "../StudioContext.ts";
import { copyKeptLink } from "../share/copyLink.ts";
import styles from "./RunMenu.module.css";
import { exportRuns } from "./runFiles.ts";

export function RunMenu({ kept }: { kept: KeptRun }) {
  const studio = useStudio();
  const { runs, keptRuns, share } = studio;
  const isReporting = useStore(share, (state) => state.isReporting);
  const { id, name, isBaseline } = kept;
  const hasPrm = kept.prmRoles.length > 0;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        className={styles["trigger"]}
        aria-label={t("runs:menu.label", { name })}
        title={t("runs:menu.label", { name })}
      >
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
            <Settings2 aria-hidden="true" /> {t("runs:menu.useConfig")}
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={styles["item"]}
            disabled={!hasPrm}
            onSelect={() => void keptRuns.evaluate(id)}
          >
            <Gauge aria-hidden="true" /> {t("runs:menu.evaluate")}
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={styles["item"]}
            disabled={!hasPrm}
            onSelect={() => void keptRuns.compareInInspect(id)}
          >
            <SplitSquareHorizontal aria-hidden="true" /> {t("runs:menu.compare")}
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={styles["item"]}
            onSelect={() => void runs.getState().pin(isBaseline ? null : id)}
          >
            {isBaseline ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
            {t(isBaseline ? "runs:menu.unpin" : "runs:menu.pin")}
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={styles["item"]}
            onSelect={() => void exportRuns(runs, [kept])}
          >
            <Download aria-hidden="true" /> {t("runs:menu.export")}
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={styles["item"]}
            disabled={isReporting}
            onSelect={() => void saveKeptReport(studio, kept)}
          >
            <FileText aria-hidden="true" /> {t("runs:menu.report")}
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={styles["item"]}
            onSelect={() => void copyKeptLink(studio, kept)}
          >
            <Link aria-hidden="true" /> {t("share:copyLink")}
          </DropdownMenu.Item>
          <DropdownMenu.Separator className={styles["separator"]} />
          <DropdownMenu.Item className={styles["item"]} onSelect={() => void keptRuns.remove([id])}>
            <Trash2 aria-hidden="true" /> {t("runs:menu.delete")}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
