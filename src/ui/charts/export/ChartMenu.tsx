// "…" in a chart's head: save it, copy it, read it as a table. The menu itself comes when it is first asked for.
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { t } from "../../../strings/strings.ts";
import menu from "../../primitives/Menu.module.css";
import { useFetched } from "../../useFetched.ts";
import type { ChartDataSource } from "../chartSeries.ts";

export interface ChartMenuProps {
  /** Of the chart; names the button. */
  title: string;
  /** Asked for when something is chosen. */
  data: ChartDataSource;
  /** Whether a table stands in the chart's place now. */
  isTable: boolean;
  onTable: (isTable: boolean) => void;
}

const fetchMenu = async () => (await import("./OpenedChartMenu.tsx")).OpenedChartMenu;

export function ChartMenu(props: ChartMenuProps) {
  const [isWanted, setWanted] = useState(false);
  const Menu = useFetched(isWanted, fetchMenu, () => setWanted(false));
  if (Menu !== null) return <Menu {...props} />;
  return (
    <button
      type="button"
      className={menu["trigger"]}
      aria-label={t("chartTools:menu.open", { title: props.title })}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void fetchMenu().catch(() => {})}
      onClick={() => setWanted(true)}
    >
      <Ellipsis aria-hidden="true" />
    </button>
  );
}
