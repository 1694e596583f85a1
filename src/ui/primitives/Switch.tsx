// An on/off switch with its label.
import { Switch as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import styles from "./Switch.module.css";

export interface SwitchProps {
  label: ReactNode;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
  isDisabled?: boolean;
  /** The label stays for screen readers only. */
  isLabelHidden?: boolean;
}

export function Switch({ label, isChecked, onChange, isDisabled, isLabelHidden }: SwitchProps) {
  const id = useId();
  return (
    <span className={styles["wrap"]}>
      <Radix.Root
        id={id}
        className={styles["track"]}
        checked={isChecked}
        onCheckedChange={onChange}
        disabled={isDisabled === true}
      >
        <Radix.Thumb className={styles["thumb"]} />
      </Radix.Root>
      <label htmlFor={id} className={isLabelHidden ? "visuallyHidden" : styles["label"]}>
        {label}
      </label>
    </span>
  );
}
