// Cycles the theme: as the system has it, light, dark.
import { Monitor, Moon, Sun } from "lucide-react";
import { THEMES, type Theme } from "../../store/viewStore.ts";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../primitives/IconButton.tsx";
import { useStudio, useView } from "../StudioContext.ts";

const ICONS: Record<Theme, typeof Sun> = { system: Monitor, light: Sun, dark: Moon };

export function ThemeSwitch() {
  const { view } = useStudio();
  const theme = useView((state) => state.theme);
  const Icon = ICONS[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  return (
    <IconButton
      label={t("header:theme.change", {
        theme: t(`header:theme.${theme}`),
        next: t(`header:theme.${next}`),
      })}
      onClick={() => view.getState().setTheme(next)}
    >
      <Icon aria-hidden="true" />
    </IconButton>
  );
}
