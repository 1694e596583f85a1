// One feature set: what made it, how much of the data it covers, and what can be done with it.
import { ArrowRight, Trash2 } from "lucide-react";
import type { FeatureSummary } from "../../../domain/features.ts";
import { Badge } from "../../primitives/Badge.tsx";
import { Button } from "../../primitives/Button.tsx";
import { IconButton } from "../../primitives/IconButton.tsx";
import { useStudio } from "../../StudioContext.ts";
import { formatCount, formatCounted } from "../formatNumber.ts";
import styles from "./FeaturesPanel.module.css";

const PARTS = [
  ["train", "Labelled steps"],
  ["meta", "Meta steps"],
  ["candidates", "Candidate steps"],
] as const;

export function FeatureSetItem({ set, isHeld }: { set: FeatureSummary; isHeld: boolean }) {
  const studio = useStudio();
  return (
    <li className={styles["set"]}>
      <div className={styles["head"]}>
        <span className={styles["name"]}>{set.id}</span>
        <Badge>{set.origin === "model" ? "model" : "file"}</Badge>
        <span className={styles["size"]}>
          {formatCounted(set.vectors, "vector")} of {formatCounted(set.width, "number")}
        </span>
      </div>
      <dl className={styles["coverage"]}>
        {PARTS.map(([part, label]) => {
          const found = set.found[part];
          const all = found + set.missing[part];
          return (
            <div key={part} data-lacks={set.missing[part] > 0}>
              <dt>{label}</dt>
              <dd>
                {all === 0
                  ? "none here"
                  : set.missing[part] === 0
                    ? `all ${formatCount(all)}`
                    : `${formatCount(found)} of ${formatCount(all)}`}
              </dd>
            </div>
          );
        })}
      </dl>
      <div className={styles["do"]}>
        <Button icon={<ArrowRight />} onClick={() => studio.trainOnFeatures(set.id)}>
          Train a head on them
        </Button>
        <IconButton
          label={`Remove ${set.id}`}
          disabled={isHeld}
          onClick={() => void studio.features.getState().remove(set.id)}
        >
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
    </li>
  );
}
