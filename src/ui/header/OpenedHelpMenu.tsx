// The menu of HelpMenu: the guide, the tour, the keys and the palette of commands. Open from the start.
import { BookOpen, CircleQuestionMark, Command, Keyboard, Route, Sparkles } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../primitives/IconButton.tsx";
import { useStudio } from "../StudioContext.ts";
import styles from "./HeaderMenu.module.css";

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
      <DropdownMenu.Content
        className={styles["menu"]}
        align="end"
        sideOffset={4}
        collisionPadding={8}
      >
        <Item icon={<BookOpen />} onSelect={() => show("guide")}>
          {t("header:help.guide")}
        </Item>
        <Item icon={<Route />} onSelect={() => goToStop(0)}>
          {t("header:help.tour")}
        </Item>
        <Item icon={<Sparkles />} onSelect={showOpening}>
          {t("header:help.opening")}
        </Item>
        <Item icon={<Keyboard />} onSelect={() => showOverlay("keys")}>
          {t("header:help.keys")}
        </Item>
        <Item icon={<Command />} onSelect={() => showOverlay("palette")}>
          {t("header:help.palette")}
        </Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

interface ItemProps {
  icon: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}

function Item({ icon, onSelect, children }: ItemProps) {
  return (
    <DropdownMenu.Item className={styles["item"]} onSelect={onSelect}>
      <span className={styles["mark"]} aria-hidden="true">
        {icon}
      </span>
      {children}
    </DropdownMenu.Item>
  );
}
