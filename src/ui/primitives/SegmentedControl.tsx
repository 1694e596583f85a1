// One of a few, side by side: for choices that are worth seeing at once. Arrow keys move between them.
import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./SegmentedControl.module.css";

export interface Segment<V extends string> {
  value: V;
  label: string;
  /** Drawn before the label; decorative. */
  icon?: ReactNode;
}

export interface SegmentedControlProps<V extends string> {
  /** What is chosen here, for screen readers. */
  label: string;
  /** Null where none of them is what is seen. */
  value: V | null;
  segments: readonly Segment<V>[];
  onChange: (value: V) => void;
}

export function SegmentedControl<V extends string>(props: SegmentedControlProps<V>) {
  const { label, value, segments, onChange } = props;
  return (
    <ToggleGroup.Root
      type="single"
      className={styles["group"]}
      aria-label={label}
      value={value ?? ""}
      onValueChange={(chosen) => {
        // Pressing the chosen one again would leave none.
        const known = segments.find((segment) => segment.value === chosen);
        if (known !== undefined) onChange(known.value);
      }}
    >
      {segments.map((segment) => (
        <ToggleGroup.Item key={segment.value} className={styles["item"]} value={segment.value}>
          {segment.icon}
          {segment.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
