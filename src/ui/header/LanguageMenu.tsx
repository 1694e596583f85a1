// Which language the page speaks.
import { Languages } from "lucide-react";
import { LANGUAGE_NAMES } from "../../strings/areas.ts";
import { t } from "../../strings/strings.ts";
import { useView } from "../StudioContext.ts";
import { FetchedMenu } from "./FetchedMenu.tsx";

const fetchMenu = async () => (await import("./OpenedLanguageMenu.tsx")).OpenedLanguageMenu;

export function LanguageMenu() {
  const shown = useView((state) => state.language);
  return (
    <FetchedMenu
      label={t("header:language", { language: LANGUAGE_NAMES[shown] })}
      fetchMenu={fetchMenu}
    >
      <Languages aria-hidden="true" />
    </FetchedMenu>
  );
}
