// The menu of HelpMenu: the guide, the tour, the keys and the palette of commands. Open from the start.
import { BookOpen, CircleQuestionMark, Command, Keyboard, Route, Sparkles } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../primitives/IconButton.tsx";
import { MenuContent, MenuItem } from "../primitives/Menu.tsx";
import { useStudio } from "../StudioContext.ts";

export function OpenedHelpMenu() {
  const { view } = useStudio();
  const { show, goToStop, showOpening, showOverlay } = view.getState();
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>
        <IconButton label={t("header:help.open")} data-tour="help">
          <CircleQuestionMark aria-hidden="true" />
        </IconButton>
      </DropdownMenu.Trigger>
      <MenuContent>
        <MenuItem icon={<BookOpen />} onChoose={() => show("guide")}>
          {t("header:help.guide")}
        </MenuItem>
        <MenuItem icon={<Route />} onChoose={() => goToStop(0)}>
          {t("header:help.tour")}
        </MenuItem>
        <MenuItem icon={<Sparkles />} onChoose={showOpening}>
          {t("header:help.opening")}
        </MenuItem>
        <MenuItem icon={<Keyboard />} onChoose={() => showOverlay("keys")}>
          {t("header:help.keys")}
        </MenuItem>
        <MenuItem icon={<Command />} onChoose={() => showOverlay("palette")}>
          {t("header:help.palette")}
        </MenuItem>
      </MenuContent>
    </DropdownMenu.Root>
  );
}
