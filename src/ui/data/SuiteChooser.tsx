// The built-in suite: which variant, which seed, and in plain words what is planted in it.
import { useId, useState } from "react";
import { SUITE_VARIANTS, type SuiteVariant } from "../../domain/runConfig.ts";
import { Button } from "../primitives/Button.tsx";
import { NumberField } from "../primitives/NumberField.tsx";
import { Select } from "../primitives/Select.tsx";
import styles from "./SuiteChooser.module.css";

const ABOUT: Record<SuiteVariant, string> = {
  planted:
    "Fifteen domains of known quality: five good, four middling, one trivial, five harmful. The harmful ones teach a ranking that conflicts with the meta set's: style words, a lenient checker, another convention, wrong answer keys. Learned weights should push them down.",
  clean:
    "The control: fifteen equally good domains. There is nothing to find, so learned weights should gain nothing here, and those of different seeds should not agree.",
  noisy:
    "The other control: good domains among merely noisy or trivial ones, none of them misleading. Reweighting has nothing to gain here either.",
};

/** True of every variant. */
const COMMON =
  "Labels are real Monte-Carlo rollouts of a policy that slips. In eight domains, and in the questions of the meta set and the candidates that have their words, a small picture shows what a chain starts from; the policy misreads it now and then, and only a PRM that sees the picture can tell. Meta set and candidates share a distribution. Training sees neither the quality nor any label but these and the meta set's final answers.";

const LABELS: Record<SuiteVariant, string> = {
  planted: "Planted quality",
  clean: "Clean (control)",
  noisy: "Noisy (control)",
};

export interface SuiteChooserProps {
  initialVariant: SuiteVariant;
  initialSeed: number;
  isDisabled: boolean;
  onLoad: (variant: SuiteVariant, seed: number) => void;
}

export function SuiteChooser(props: SuiteChooserProps) {
  const { initialVariant, initialSeed, isDisabled, onLoad } = props;
  const [variant, setVariant] = useState(initialVariant);
  const [seed, setSeed] = useState<number | null>(initialSeed);
  const seedId = useId();
  const isSeedValid = seed !== null && Number.isInteger(seed) && seed >= 0 && seed <= 0xff_ff_ff_ff;

  return (
    <form
      className={styles["chooser"]}
      aria-label="Built-in suite"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSeedValid) onLoad(variant, seed);
      }}
    >
      <div className={styles["line"]}>
        <Select
          className={styles["variant"] ?? ""}
          aria-label="Suite variant"
          value={variant}
          options={SUITE_VARIANTS.map((value) => ({ value, label: LABELS[value] }))}
          onChange={setVariant}
        />
        <span className={styles["seed"]}>
          <label htmlFor={seedId}>Seed</label>
          <NumberField
            id={seedId}
            className={styles["number"]}
            inputMode="numeric"
            value={seed}
            isInvalid={!isSeedValid}
            onChange={setSeed}
          />
        </span>
      </div>
      <p className={styles["about"]}>{ABOUT[variant]}</p>
      <p className={styles["about"]}>{COMMON}</p>
      {!isSeedValid && (
        <p className={styles["issue"]} role="alert">
          The seed must be a whole number from 0 to 4294967295.
        </p>
      )}
      <Button type="submit" disabled={isDisabled || !isSeedValid}>
        Generate the suite
      </Button>
    </form>
  );
}
