// A textarea as tall as its text. Browsers that know `field-sizing` do it themselves; the others are
// measured.
import { type Ref, type TextareaHTMLAttributes, useLayoutEffect, useRef } from "react";
import styles from "./AutoTextarea.module.css";

const IS_NATIVE = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");

export interface AutoTextareaProps
  extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "onChange"> {
  value: string;
  onChange: (value: string) => void;
  ref?: Ref<HTMLTextAreaElement>;
}

export function AutoTextarea({ value, onChange, className, ref, ...rest }: AutoTextareaProps) {
  const own = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on the text
  useLayoutEffect(() => {
    const field = own.current;
    if (IS_NATIVE || field === null) return;
    field.style.height = "0";
    field.style.height = `${field.scrollHeight + 2}px`;
  }, [value]);
  return (
    <textarea
      {...rest}
      ref={(field) => {
        own.current = field;
        if (typeof ref === "function") ref(field);
        else if (ref) ref.current = field;
      }}
      rows={1}
      spellCheck={false}
      className={[styles["field"], className].filter(Boolean).join(" ")}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
