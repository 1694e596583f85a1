// Which feature set a head is trained on: those there are, or the way to get one.
import { ArrowRight } from "lucide-react";
import { t } from "../../strings/strings.ts";
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
        aria-label={t("config:getFeatures")}
        aria-describedby={control["aria-describedby"]}
        icon={<ArrowRight />}
        title={value === "" ? undefined : t("config:notLoaded", { name: value })}
        onClick={() => view.getState().show("data")}
      >
        {t("config:getFeatures")}
      </Button>
    );
  }
  const options: SelectOption<string>[] = features.map(({ id }) => ({ value: id, label: id }));
  const shown = value === "" ? only.id : value;
  if (!features.some(({ id }) => id === shown)) {
    options.unshift({ value: shown, label: t("config:notLoadedOption", { name: shown }) });
  }
  return <Select {...control} value={shown} options={options} onChange={onChange} />;
}
