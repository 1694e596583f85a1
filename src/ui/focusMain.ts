// Where the focus goes when what had it is gone: the main part of the page, which reads its view's name.

export const MAIN_ID = "main";

export function focusMain(): void {
  document.getElementById(MAIN_ID)?.focus({ preventScroll: true });
}
