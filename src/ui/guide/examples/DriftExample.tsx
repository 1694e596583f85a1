// Live example: the same training under several seeds, on four equally good domains or with one of them spoilt.
// The weights spread either way; only in the second case do the seeds tell the same.
import { useState } from "react";
import type { TrainedExample } from "../../../store/exampleLab.ts";
import { t } from "../../../strings/strings.ts";
import { formatDifference } from "../../inspect/formatScore.ts";
import { SegmentedControl } from "../../primitives/SegmentedControl.tsx";
import { domainColor } from "../../theme/domainColor.ts";
import { formatWeight } from "../../train/formatRun.ts";
import styles from "./DriftExample.module.css";
import { ExampleFrame } from "./ExampleFrame.tsx";
import { domainsWithDoubtfulLast, EXAMPLE_DOMAINS } from "./exampleConfig.ts";
import { meanAgreement, meanSpread } from "./seedAgreement.ts";
import { useExampleTraining } from "./useExampleTraining.ts";

const SEEDS = 6;
const FIRST_SEED = 8;
/** Weight at the right end of a cell's bar. */
const FULL_BAR = 2;

const KINDS = ["equal", "flipped"] as const;
type Kind = (typeof KINDS)[number];

interface SeedResult {
  seed: number;
  trained: TrainedExample;
}

export function DriftExample() {
  const { train, reset, isGoing, error } = useExampleTraining();
  const [kind, setKind] = useState<Kind>("equal");
  const [first, setFirst] = useState(FIRST_SEED);
  const [results, setResults] = useState<readonly SeedResult[]>([]);
  const [isRunning, setRunning] = useState(false);

  async function run(): Promise<void> {
    setRunning(true);
    setResults([]);
    for (let seed = first; seed < first + SEEDS; seed++) {
      const trained = await train(domainsWithDoubtfulLast({ isFlipped: kind === "flipped" }), seed);
      if (trained === null) break;
      setResults((before) => [...before, { seed, trained }]);
    }
    setRunning(false);
  }
  function clear(): void {
    reset();
    setResults([]);
  }

  const weights = results.map(({ trained }) => trained.history.at(-1)?.weights ?? []);
  return (
    <ExampleFrame
      title={t("guide:drift.title")}
      explanation={t("guide:drift.explanation")}
      action={t("guide:drift.action", { seeds: SEEDS })}
      seed={first}
      isGoing={isGoing || isRunning}
      hasRun={results.length > 0}
      ends={results.map(({ trained }) => trained.history.at(-1))}
      error={error}
      controls={
        <SegmentedControl
          label={t("guide:drift.kind")}
          value={kind}
          segments={KINDS.map((value) => ({ value, label: t(`guide:drift.kinds.${value}`) }))}
          onChange={(chosen) => {
            if (isRunning) return;
            setKind(chosen);
            clear();
          }}
        />
      }
      onRun={() => void run()}
      onReset={clear}
      onNewSeed={() => {
        clear();
        setFirst(first + SEEDS);
      }}
    >
      <table className={styles["table"]}>
        <caption className="visuallyHidden">{t("guide:drift.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("guide:drift.seed")}</th>
            {EXAMPLE_DOMAINS.map((name) => (
              <th key={name} scope="col">
                {t("guide:example.domain", { name })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: SEEDS }, (_, row) => first + row).map((seed, row) => (
            <tr key={seed}>
              <th scope="row">{seed}</th>
              {EXAMPLE_DOMAINS.map((name, place) => (
                <WeightCell key={name} slot={place} weight={weights[row]?.[place]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {results.length === SEEDS && (
        <p className={styles["verdict"]}>
          {t("guide:drift.verdict", {
            spread: formatWeight(meanSpread(weights)),
            agreement: formatDifference(meanAgreement(weights), 2),
          })}
        </p>
      )}
    </ExampleFrame>
  );
}

function WeightCell({ slot, weight }: { slot: number; weight: number | undefined }) {
  const share = Math.min(1, (weight ?? 0) / FULL_BAR);
  return (
    <td>
      <span className={styles["value"]}>{formatWeight(weight ?? Number.NaN)}</span>
      <span className={styles["track"]} aria-hidden="true">
        <span
          className={styles["bar"]}
          style={{ width: `${share * 100}%`, background: domainColor(slot) }}
        />
      </span>
    </td>
  );
}
