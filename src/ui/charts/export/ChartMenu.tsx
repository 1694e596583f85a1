// "…" in a chart's head: save it, copy it, read it as a table. The menu itself comes when it is first asked for.
import { Ellipsis } from "lucide-react";
import { type ComponentType, useState } from "react";
import { t } from "../../../strings/strings.ts";
import { useStudio } from "../../StudioContext.ts";
import type { ChartDataSource } from "../chartSeries.ts";
import styles from "./ChartMenu.module.css";

export interface ChartMenuProps {
  /** Of the chart; names the button. */
  title: string;
  /** Asked for when something is chosen. */
  data: ChartDataSource;
  /** Whether a table stands in the chart's place now. */
  isTable: boolean;
  onTable: (isTable: boolean) => void;
}

/** Kept for all charts once it is there. */
let fetched: ComponentType<ChartMenuProps> | null = null;

async function fetchMenu(): Promise<ComponentType<ChartMenuProps>> {
  fetched ??= (await import("./OpenedChartMenu.tsx")).OpenedChartMenu;
  return fetched;
}

export function ChartMenu(props: ChartMenuProps) {
  const { view } = useStudio();
  const [Menu, setMenu] = useState<ComponentType<ChartMenuProps> | null>(null);
  if (Menu !== null) return <Menu {...props} />;
  return (
    <button
      type="button"
      className={styles["trigger"]}
      aria-label={t("chartTools:menu.open", { title: props.title })}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void fetchMenu().catch(() => {})}
      onClick={() => {
        fetchMenu().then(
          (menu) => setMenu(() => menu),
          () => view.getState().notify(t("chartTools:menu.notLoaded")),
        );
      }}
    >
      <Ellipsis aria-hidden="true" />
    </button>
  );
}
