// A number typed as text: what is typed stays as typed, and only its meaning goes up.
import { useState } from "react";
import { TextField, type TextFieldProps } from "./TextField.tsx";

export interface NumberFieldProps extends Omit<TextFieldProps, "value" | "onChange" | "type"> {
  /** NaN shows as an empty field; null too (for fields that may be empty). */
  value: number | null;
  /** NaN where the text is no number; the owner's schema then says so. Null for empty text if allowed. */
  onChange: (value: number | null) => void;
  isEmptyAllowed?: boolean;
}

function parse(text: string, isEmptyAllowed: boolean): number | null {
  const trimmed = text.trim();
  if (trimmed === "") return isEmptyAllowed ? null : Number.NaN;
  return Number(trimmed);
}

function show(value: number | null): string {
  return value === null || Number.isNaN(value) ? "" : String(value);
}

export function NumberField({
  value,
  onChange,
  isEmptyAllowed = false,
  ...rest
}: NumberFieldProps) {
  const [text, setText] = useState(show(value));
  // A value set from outside (preset, URL, reset) replaces the text; one typed here does not, so
  // that "1e-" or "0.30" survive being typed.
  const isOwn = Object.is(parse(text, isEmptyAllowed), value);
  const shown = isOwn ? text : show(value);
  return (
    <TextField
      inputMode="decimal"
      {...rest}
      value={shown}
      onChange={(next) => {
        setText(next);
        onChange(parse(next, isEmptyAllowed));
      }}
    />
  );
}
