// What a button's menu looks like, inside a Radix DropdownMenu.Root: its surface, its items with their marks.
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./Menu.module.css";

export function MenuContent({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Content
      className={styles["menu"]}
      align="end"
      sideOffset={4}
      collisionPadding={8}
    >
      {children}
    </DropdownMenu.Content>
  );
}

export interface MenuItemProps {
  /** Drawn before the text; decorative. */
  icon: ReactNode;
  isDisabled?: boolean;
  onChoose: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, isDisabled = false, onChoose, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item className={styles["item"]} disabled={isDisabled} onSelect={onChoose}>
      <span className={styles["mark"]} aria-hidden="true">
        {icon}
      </span>
      {children}
    </DropdownMenu.Item>
  );
}

export interface MenuChoiceProps {
  value: string;
  /** Language of the text. */
  lang: string;
  /** Drawn before the one that is chosen. */
  mark: ReactNode;
  children: ReactNode;
}

/** One of a DropdownMenu.RadioGroup. */
export function MenuChoice({ value, lang, mark, children }: MenuChoiceProps) {
  return (
    <DropdownMenu.RadioItem className={styles["item"]} value={value} lang={lang}>
      <span className={styles["mark"]} aria-hidden="true">
        <DropdownMenu.ItemIndicator>{mark}</DropdownMenu.ItemIndicator>
      </span>
      {children}
    </DropdownMenu.RadioItem>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className={styles["separator"]} />;
}
