// Comparisons of whole trainings: the paper's ablations and two sweeps of the upper level at a button, and
// the tables of all that were made, sweeps begun in the form among them.

import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import {
  ABLATION_IDS,
  ABLATIONS,
  type AblationId,
  ablationVariants,
} from "../../domain/ablations.ts";
import { isStudyGoing } from "../../store/studyStore.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { useConfig, useControls, useStudio, useStudy } from "../StudioContext.ts";
import styles from "./AblationsPanel.module.css";
import { ComparisonTable } from "./ComparisonTable.tsx";
import { isSeedCount, SeedCountField } from "./SeedCountField.tsx";
import { StudyProgress } from "./StudyProgress.tsx";
import { formatWait, secondsFor, seedsFrom, VARIANT_COST } from "./studyEstimate.ts";

const LEAST_SEEDS = 1;

export function AblationsPanel() {
  const [count, setCount] = useState<number | null>(2);
  const going = useStudy(({ status }) =>
    status?.kind === "comparison" && isStudyGoing(status) ? status : null,
  );
  const comparisons = useStudy((state) => state.comparisons);
  return (
    <Panel
      title={t("evaluate:ablations.title")}
      guide="verdict"
      note={t("evaluate:ablations.note")}
    >
      {going !== null ? (
        <section className={styles["going"]} aria-label={said(going.title)}>
          <h3>{said(going.title)}</h3>
          <StudyProgress status={going} />
        </section>
      ) : (
        <>
          <div className={styles["start"]}>
            <SeedCountField value={count} least={LEAST_SEEDS} onChange={setCount} />
            <span className={styles["muted"]}>{t("evaluate:ablations.seedsAbout")}</span>
          </div>
          <ul className={styles["choices"]}>
            {ABLATION_IDS.map((id) => (
              <Choice key={id} id={id} count={count} />
            ))}
          </ul>
        </>
      )}
      {comparisons.map((report) => (
        <ComparisonTable key={report.title} report={report} />
      ))}
    </Panel>
  );
}

function Choice({ id, count }: { id: AblationId; count: number | null }) {
  const studio = useStudio();
  const config = useConfig((state) => state.config);
  const canStudy = useControls("canStudy");
  const whyNot = useControls("whyNot");
  // The report bears the English title, in files and in the browser.
  const { title } = ABLATIONS[id];
  const about = t(`evaluate:ablations.choices.${id}.about`);
  const isValid = isSeedCount(count, LEAST_SEEDS);
  const last = useStore(studio.runClock, (clock) => clock.last);
  const trainings = config === null || !isValid ? 0 : ablationVariants(config, id).length * count;
  const seconds = config === null ? null : secondsFor(VARIANT_COST * trainings, config, last);
  return (
    <li className={styles["choice"]}>
      <Button
        icon={<FlaskConical />}
        disabled={!canStudy || !isValid}
        title={whyNot ?? about}
        onClick={() =>
          void studio.startStudy((ready) => ({
            kind: "comparison",
            title,
            variants: ablationVariants(ready, id),
            seeds: seedsFrom(ready.seed, count ?? LEAST_SEEDS),
          }))
        }
      >
        {t(`evaluate:ablations.choices.${id}.title`)}
      </Button>
      <p className={styles["muted"]}>
        {about}{" "}
        {trainings > 0 &&
          (seconds === null
            ? t("evaluate:ablations.trainings", { trainings })
            : t("evaluate:ablations.trainingsTimed", { trainings, wait: formatWait(seconds) }))}
      </p>
    </li>
  );
}
