// A native select with the app's look: native, because it is the one that works on every device.
import { ChevronDown } from "lucide-react";
import type { SelectHTMLAttributes } from "react";
import styles from "./Select.module.css";

export interface SelectOption<V extends string> {
  value: V;
  label: string;
  isDisabled?: boolean;
}

export interface SelectProps<V extends string>
  extends Omit<SelectHTMLAttributes<HTMLSelectElement>, "onChange" | "value"> {
  value: V;
  options: readonly SelectOption<V>[];
  onChange: (value: V) => void;
  isInvalid?: boolean;
}

export function Select<V extends string>({
  value,
  options,
  onChange,
  isInvalid,
  className,
  ...rest
}: SelectProps<V>) {
  return (
    <span className={[styles["wrap"], className].filter(Boolean).join(" ")}>
      <select
        {...rest}
        className={styles["select"]}
        value={value}
        aria-invalid={isInvalid || undefined}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isDisabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown className={styles["chevron"]} aria-hidden="true" />
    </span>
  );
}
