// Which feature set a head is trained on: those there are, or the way to get one.
import { ArrowRight } from "lucide-react";
import { Button } from "../primitives/Button.tsx";
import type { FieldControlProps } from "../primitives/Field.tsx";
import { Select, type SelectOption } from "../primitives/Select.tsx";
import { useFeatures, useStudio } from "../StudioContext.ts";

export interface FeatureSetSelectProps extends FieldControlProps {
  /** Id of the set; "": the only one there is. */
  value: string;
  onChange: (id: string) => void;
}

export function FeatureSetSelect({ value, onChange, ...control }: FeatureSetSelectProps) {
  const { view } = useStudio();
  const features = useFeatures((state) => state.features);
  const [only] = features;
  if (only === undefined) {
    return (
      <Button
        id={control.id}
        aria-label="Get features"
        aria-describedby={control["aria-describedby"]}
        icon={<ArrowRight />}
        title={value === "" ? undefined : `“${value}” is not loaded`}
        onClick={() => view.getState().show("data")}
      >
        Get features
      </Button>
    );
  }
  const options: SelectOption<string>[] = features.map(({ id }) => ({ value: id, label: id }));
  const shown = value === "" ? only.id : value;
  if (!features.some(({ id }) => id === shown)) {
    options.unshift({ value: shown, label: `${shown} (not loaded)` });
  }
  return <Select {...control} value={shown} options={options} onChange={onChange} />;
}
