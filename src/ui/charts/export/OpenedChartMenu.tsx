// The menu of a chart; open from the beginning, as it is fetched by the press that opens it.
import { ChartLine, Copy, Ellipsis, FileSpreadsheet, Image, Shapes, Table } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { t } from "../../../strings/strings.ts";
import menu from "../../primitives/Menu.module.css";
import { MenuContent, MenuItem, MenuSeparator } from "../../primitives/Menu.tsx";
import { useStudio } from "../../StudioContext.ts";
import type { ChartMenuProps } from "./ChartMenu.tsx";
import { canCopyPng, copyChartPng, saveChartCsv, saveChartPng, saveChartSvg } from "./saveChart.ts";

export function OpenedChartMenu({ title, data, isTable, onTable }: ChartMenuProps) {
  const { view } = useStudio();
  const { notify } = view.getState();
  const savePng = () => saveChartPng(data()).catch(() => notify(t("chartTools:menu.notDrawn")));
  const copyPng = () =>
    copyChartPng(data()).then(
      () => notify(t("chartTools:menu.copied", { title })),
      () => notify(t("chartTools:menu.notCopied")),
    );
  return (
    <DropdownMenu.Root defaultOpen>
      <DropdownMenu.Trigger
        className={menu["trigger"]}
        aria-label={t("chartTools:menu.open", { title })}
      >
        <Ellipsis aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <MenuContent>
          <MenuItem icon={<Image />} onChoose={() => void savePng()}>
            {t("chartTools:menu.png")}
          </MenuItem>
          <MenuItem icon={<Shapes />} onChoose={() => saveChartSvg(data())}>
            {t("chartTools:menu.svg")}
          </MenuItem>
          <MenuItem icon={<FileSpreadsheet />} onChoose={() => saveChartCsv(data())}>
            {t("chartTools:menu.csv")}
          </MenuItem>
          {canCopyPng() && (
            <MenuItem icon={<Copy />} onChoose={() => void copyPng()}>
              {t("chartTools:menu.copy")}
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuItem icon={isTable ? <ChartLine /> : <Table />} onChoose={() => onTable(!isTable)}>
            {isTable ? t("chartTools:menu.chart") : t("chartTools:menu.table")}
          </MenuItem>
        </MenuContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
