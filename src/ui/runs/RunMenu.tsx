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
import menu from "../primitives/Menu.module.css";
import { MenuContent, MenuItem, MenuSeparator } from "../primitives/Menu.tsx";
import { saveKeptReport } from "../report/saveReport.ts";
import { useStudio } from "../StudioContext.ts";
import { copyKeptLink } from "../share/copyLink.ts";
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
        className={menu["trigger"]}
        aria-label={t("runs:menu.label", { name })}
        title={t("runs:menu.label", { name })}
      >
        <Ellipsis aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <MenuContent>
          <MenuItem icon={<Settings2 />} onChoose={() => void keptRuns.putConfigInForm(id)}>
            {t("runs:menu.useConfig")}
          </MenuItem>
          <MenuItem
            icon={<Gauge />}
            isDisabled={!hasPrm}
            onChoose={() => void keptRuns.evaluate(id)}
          >
            {t("runs:menu.evaluate")}
          </MenuItem>
          <MenuItem
            icon={<SplitSquareHorizontal />}
            isDisabled={!hasPrm}
            onChoose={() => void keptRuns.compareInInspect(id)}
          >
            {t("runs:menu.compare")}
          </MenuItem>
          <MenuItem
            icon={isBaseline ? <PinOff /> : <Pin />}
            onChoose={() => void runs.getState().pin(isBaseline ? null : id)}
          >
            {t(isBaseline ? "runs:menu.unpin" : "runs:menu.pin")}
          </MenuItem>
          <MenuItem icon={<Download />} onChoose={() => void exportRuns(runs, [kept])}>
            {t("runs:menu.export")}
          </MenuItem>
          <MenuItem
            icon={<FileText />}
            isDisabled={isReporting}
            onChoose={() => void saveKeptReport(studio, kept)}
          >
            {t("runs:menu.report")}
          </MenuItem>
          <MenuItem icon={<Link />} onChoose={() => void copyKeptLink(studio, kept)}>
            {t("share:copyLink")}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash2 />} onChoose={() => void keptRuns.remove([id])}>
            {t("runs:menu.delete")}
          </MenuItem>
        </MenuContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
