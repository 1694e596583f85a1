// The spikes of a loss in words, with the rule by which they are found.
import { Info } from "lucide-react";
import { IconButton } from "../primitives/IconButton.tsx";
import { formatStep } from "./formatRun.ts";
import { spikeRule, spikeWords } from "./lossSpikes.ts";
import styles from "./SpikeRemark.module.css";

/** @param steps lower steps of the spikes; nothing is shown where there are none. */
export function SpikeRemark({ steps }: { steps: readonly number[] }) {
  if (steps.length === 0) return null;
  return (
    <p className={styles["remark"]}>
      <svg width="10" height="10" aria-hidden="true" className={styles["mark"]}>
        <circle cx="5" cy="5" r="3.5" />
      </svg>
      {spikeWords(steps, formatStep)}
      <IconButton className={styles["rule"]} label={spikeRule()}>
        <Info />
      </IconButton>
    </p>
  );
}
