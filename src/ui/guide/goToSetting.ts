// From the guide to a setting's field in the Train view: "#train/upper.unroll" names it.

/** A view that is only now drawn may take a moment to have its parts. */
const PATIENCE_MS = 3000;

/** The setting that a link of the guide names; null for other links. */
export function settingOfLink(href: string): string | null {
  return /^#train\/([\w.]+)$/.exec(href)?.[1] ?? null;
}

/** Gives a setting's field the focus once it is drawn; nothing where it is folded away. */
export function goToSetting(path: string): void {
  const start = performance.now();
  function look(): void {
    const field = document.getElementsByName(path)[0];
    if (field?.checkVisibility() === true) {
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    } else if (performance.now() - start < PATIENCE_MS) requestAnimationFrame(look);
  }
  requestAnimationFrame(look);
}
