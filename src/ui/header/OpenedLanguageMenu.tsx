// The menu of LanguageMenu: each language named in its own words. Open from the start.
import { Check, Languages } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { LANGUAGE_NAMES, LANGUAGES } from "../../strings/areas.ts";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../primitives/IconButton.tsx";
import { useStudio, useView } from "../StudioContext.ts";
import styles from "./HeaderMenu.module.css";

export function OpenedLanguageMenu() {
  const { view } = useStudio();
  const shown = useView((state) => state.language);
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>
        <IconButton label={t("header:language", { language: LANGUAGE_NAMES[shown] })}>
          <Languages aria-hidden="true" />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        className={styles["menu"]}
        align="end"
        sideOffset={4}
        collisionPadding={8}
      >
        <DropdownMenu.RadioGroup
          value={shown}
          onValueChange={(chosen) => {
            const language = LANGUAGES.find((known) => known === chosen);
            if (language !== undefined) void view.getState().speak(language);
          }}
        >
          {LANGUAGES.map((language) => (
            <DropdownMenu.RadioItem
              key={language}
              className={styles["item"]}
              value={language}
              lang={language}
            >
              <span className={styles["mark"]}>
                <DropdownMenu.ItemIndicator>
                  <Check aria-hidden="true" />
                </DropdownMenu.ItemIndicator>
              </span>
              {LANGUAGE_NAMES[language]}
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
