// The menu of LanguageMenu: each language named in its own words. Open from the start.
import { Check, Languages } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { LANGUAGE_NAMES, LANGUAGES } from "../../strings/areas.ts";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../primitives/IconButton.tsx";
import { MenuChoice, MenuContent } from "../primitives/Menu.tsx";
import { useStudio, useView } from "../StudioContext.ts";

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
      <MenuContent>
        <DropdownMenu.RadioGroup
          value={shown}
          onValueChange={(chosen) => {
            const language = LANGUAGES.find((known) => known === chosen);
            if (language !== undefined) void view.getState().speak(language);
          }}
        >
          {LANGUAGES.map((language) => (
            <MenuChoice key={language} value={language} lang={language} mark={<Check />}>
              {LANGUAGE_NAMES[language]}
            </MenuChoice>
          ))}
        </DropdownMenu.RadioGroup>
      </MenuContent>
    </DropdownMenu.Root>
  );
}
