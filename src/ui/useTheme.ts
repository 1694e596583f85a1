// Keeps the page at the chosen theme and remembers the choice. public/theme.js sets the first one before
// anything is painted, by the same rules.
import { useEffect } from "react";
import { rememberedText, rememberText } from "../base/rememberedText.ts";
import { THEMES, type Theme } from "../store/viewStore.ts";
import { useView } from "./StudioContext.ts";

export const THEME_KEY = "dreamprm-studio.theme";

const DARK_QUERY = "(prefers-color-scheme: dark)";

export function readStoredTheme(): Theme {
  const stored = rememberedText(THEME_KEY);
  return THEMES.find((theme) => theme === stored) ?? "system";
}

export function useTheme(): void {
  const theme = useView((state) => state.theme);
  useEffect(() => {
    rememberText(THEME_KEY, theme);
    const dark = matchMedia(DARK_QUERY);
    const apply = () => dress(theme === "dark" || (theme === "system" && dark.matches));
    apply();
    dark.addEventListener("change", apply);
    return () => dark.removeEventListener("change", apply);
  }, [theme]);
}

/** The page, and what the browser itself paints around and before it. */
function dress(isDark: boolean): void {
  const root = document.documentElement;
  root.dataset["theme"] = isDark ? "dark" : "light";
  setMeta("color-scheme", isDark ? "dark" : "light");
  setMeta("theme-color", getComputedStyle(root).getPropertyValue("--surface").trim());
}

function setMeta(name: string, content: string): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>(`meta[name="${name}"]`)) {
    meta.content = content;
  }
}
