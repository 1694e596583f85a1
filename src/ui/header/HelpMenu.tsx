// Help: the guide, the tour, the keys and the palette of commands.
import { CircleQuestionMark } from "lucide-react";
import { t } from "../../strings/strings.ts";
import { FetchedMenu } from "./FetchedMenu.tsx";

const fetchMenu = async () => (await import("./OpenedHelpMenu.tsx")).OpenedHelpMenu;

export function HelpMenu() {
  return (
    <FetchedMenu label={t("header:help.open")} data-tour="help" fetchMenu={fetchMenu}>
      <CircleQuestionMark aria-hidden="true" />
    </FetchedMenu>
  );
}
