// The search field of the view that is shown, for "/".

/** False where the view has none. */
export function focusFilter(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement>('main input[type="search"]');
  const field = [...fields].find((one) => !one.disabled && one.checkVisibility());
  if (field === undefined) return false;
  field.focus();
  field.select();
  return true;
}
