// One feature set: what made it, how much of the data it covers, and what can be done with it.
import { ArrowRight, Trash2 } from "lucide-react";
import type { FeatureSummary } from "../../../domain/features.ts";
import { t } from "../../../strings/strings.ts";
import { Badge } from "../../primitives/Badge.tsx";
import { Button } from "../../primitives/Button.tsx";
import { IconButton } from "../../primitives/IconButton.tsx";
import { useStudio } from "../../StudioContext.ts";
import { formatCount } from "../formatNumber.ts";
import styles from "./FeaturesPanel.module.css";

const PARTS = ["train", "meta", "candidates"] as const;

export function FeatureSetItem({ set, isHeld }: { set: FeatureSummary; isHeld: boolean }) {
  const studio = useStudio();
  return (
    <li className={styles["set"]}>
      <div className={styles["head"]}>
        <span className={styles["name"]}>{set.id}</span>
        <Badge>{t(`features:sets.origins.${set.origin}`)}</Badge>
        <span className={styles["size"]}>
          {t("features:sets.size", {
            count: set.width,
            shown: formatCount(set.width),
            vectors: t("features:sets.vectors", {
              count: set.vectors,
              shown: formatCount(set.vectors),
            }),
          })}
        </span>
      </div>
      <dl className={styles["coverage"]}>
        {PARTS.map((part) => {
          const found = set.found[part];
          const all = found + set.missing[part];
          return (
            <div key={part} data-lacks={set.missing[part] > 0}>
              <dt>{t(`features:sets.parts.${part}`)}</dt>
              <dd>
                {all === 0
                  ? t("features:sets.none")
                  : set.missing[part] === 0
                    ? t("features:sets.all", { all: formatCount(all) })
                    : t("features:sets.some", {
                        found: formatCount(found),
                        all: formatCount(all),
                      })}
              </dd>
            </div>
          );
        })}
      </dl>
      <div className={styles["do"]}>
        <Button icon={<ArrowRight />} onClick={() => studio.trainOnFeatures(set.id)}>
          {t("features:sets.train")}
        </Button>
        <IconButton
          label={t("features:sets.remove", { name: set.id })}
          disabled={isHeld}
          onClick={() => void studio.features.getState().remove(set.id)}
        >
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
    </li>
  );
}
