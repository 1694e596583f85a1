// Before the first paint, so that a dark page never flashes light; src/ui/useTheme.ts goes on from here. A file
// of its own, loaded before anything is drawn: the app's policy lets no script stand in a page.
(() => {
  let stored = null;
  try {
    stored = localStorage.getItem("dreamprm-studio.theme");
  } catch {}
  const isDark =
    stored === "dark" || (stored !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
})();
