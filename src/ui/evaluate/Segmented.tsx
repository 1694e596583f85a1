// One of a few, all in sight: a row of radio buttons drawn as one control.
import { useId } from "react";
import styles from "./Segmented.module.css";

export interface SegmentedProps<V extends string> {
  /** What is chosen, for screen readers. */
  label: string;
  /** One line: what choosing changes. */
  about: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
}

export function Segmented<V extends string>({
  label,
  about,
  value,
  options,
  onChange,
}: SegmentedProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles["group"]} title={about}>
      <legend className="visuallyHidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles["option"]}>
          <input
            type="radio"
            className="visuallyHidden"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
