// The menu of a chart; open from the beginning, as it is fetched by the press that opens it.
import { ChartLine, Copy, Ellipsis, FileSpreadsheet, Image, Shapes, Table } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { t } from "../../../strings/strings.ts";
import { useStudio } from "../../StudioContext.ts";
import styles from "./ChartMenu.module.css";
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
        className={styles["trigger"]}
        aria-label={t("chartTools:menu.open", { title })}
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
          <Item icon={<Image />} label={t("chartTools:menu.png")} onChoose={() => void savePng()} />
          <Item
            icon={<Shapes />}
            label={t("chartTools:menu.svg")}
            onChoose={() => saveChartSvg(data())}
          />
          <Item
            icon={<FileSpreadsheet />}
            label={t("chartTools:menu.csv")}
            onChoose={() => saveChartCsv(data())}
          />
          {canCopyPng() && (
            <Item
              icon={<Copy />}
              label={t("chartTools:menu.copy")}
              onChoose={() => void copyPng()}
            />
          )}
          <DropdownMenu.Separator className={styles["separator"]} />
          <Item
            icon={isTable ? <ChartLine /> : <Table />}
            label={isTable ? t("chartTools:menu.chart") : t("chartTools:menu.table")}
            onChoose={() => onTable(!isTable)}
          />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ItemProps {
  icon: ReactNode;
  label: string;
  onChoose: () => void;
}

function Item({ icon, label, onChoose }: ItemProps) {
  return (
    <DropdownMenu.Item className={styles["item"]} onSelect={onChoose}>
      <span className={styles["icon"]} aria-hidden="true">
        {icon}
      </span>
      {label}
    </DropdownMenu.Item>
  );
}
