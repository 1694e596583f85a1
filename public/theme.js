// Before the first paint, so that a dark page never flashes light and the page's language is known from the start;
// src/ui/useTheme.ts and src/strings/strings.ts go on from here, by the same rules. A file of its own, loaded
// before anything is drawn: the app's policy lets no script stand in a page.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(`dreamprm-studio.${key}`);
    } catch {
      return null; // storage may be forbidden
    }
  };
  const theme = read("theme");
  const isDark =
    theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  for (const meta of document.querySelectorAll('meta[name="color-scheme"]')) {
    meta.content = isDark ? "dark" : "light";
  }
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
    meta.content = isDark ? "#15181c" : "#ffffff";
  }
  const spoken = navigator.languages.find((tag) => /^en\b|^zh\b(?!.*\b(cn|sg|hans)\b)/i.test(tag));
  const language =
    read("language") ?? (spoken !== undefined && /^zh/i.test(spoken) ? "zh-Hant" : "en");
  if (language === "zh-Hant") document.documentElement.lang = language;
})();
