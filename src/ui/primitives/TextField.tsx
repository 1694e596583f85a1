// A one-line text input with the app's look.
import type { InputHTMLAttributes } from "react";
import styles from "./TextField.module.css";

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange"> {
  onChange: (value: string) => void;
  isInvalid?: boolean;
}

export function TextField({ onChange, isInvalid, className, ...rest }: TextFieldProps) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      aria-invalid={isInvalid || undefined}
      className={[styles["input"], className].filter(Boolean).join(" ")}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
