// Small choices that outlive the page (theme, language, keys), as text in the browser's storage, which may be
// forbidden: nothing is remembered then.

/** What was kept under a key; null where nothing was, `whereForbidden` where storage cannot be asked. */
export function rememberedText(key: string, whereForbidden: string | null = null): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return whereForbidden;
  }
}

/** Keeps a text for the next visit, where the browser lets it. */
export function rememberText(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // the choice then holds for this visit
  }
}
