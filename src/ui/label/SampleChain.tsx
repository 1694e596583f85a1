// The newest chain with the labels of its steps, marked as Inspect marks them.
import type { LabelStatus } from "../../domain/labelling.ts";
import { t } from "../../strings/strings.ts";
import { formatScore } from "../inspect/formatScore.ts";
import { Badge } from "../primitives/Badge.tsx";
import styles from "./SampleChain.module.css";

/** A step below this is likelier wrong than right. */
const LOW = 0.5;

export function SampleChain({ sample }: { sample: NonNullable<LabelStatus["sample"]> }) {
  const firstLow = sample.steps.findIndex(({ accuracy }) => accuracy !== null && accuracy < LOW);
  return (
    <section aria-label={t("label:job.newest")}>
      <h3 className={styles["title"]}>{t("label:job.newest")}</h3>
      <p className={styles["question"]}>{sample.question}</p>
      <ol className={styles["steps"]}>
        {sample.steps.map(({ text, accuracy }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the chain
          <li key={index} className={styles["step"]} data-first-low={index === firstLow}>
            <div className={styles["head"]}>
              <span className={styles["number"]}>{t("label:job.step", { step: index + 1 })}</span>
              {index === firstLow && (
                <Badge tone="negative">{t("label:job.firstBelow", { low: LOW.toFixed(2) })}</Badge>
              )}
              <span className={styles["meter"]} aria-hidden="true">
                <span
                  className={styles["fill"]}
                  style={{ transform: `scaleX(${accuracy ?? 0})` }}
                />
              </span>
              <span
                className={styles["label"]}
                title={accuracy === null ? t("label:job.notLabelled") : undefined}
              >
                {formatScore(accuracy, 2)}
              </span>
            </div>
            <p className={styles["text"]}>{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
