// A sweep from the form: one setting over a list of values, under a list of seeds. Says how many trainings
// that is before it begins; its results stand in Evaluate, its runs in Runs.
import { useState } from "react";
import { Trans } from "react-i18next";
import { useStore } from "zustand";
import { type ErrorReport, toErrorReport } from "../../base/errors.ts";
import { readConfigPath } from "../../domain/configPaths.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import type { StudyVariant } from "../../domain/study.ts";
import { parseSeeds, parseValues, sweepablePaths, sweepVariants } from "../../domain/sweep.ts";
import { t } from "../../strings/strings.ts";
import { formatWait, secondsFor, VARIANT_COST } from "../evaluate/studyEstimate.ts";
import { Button } from "../primitives/Button.tsx";
import { Dialog } from "../primitives/Dialog.tsx";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { Field } from "../primitives/Field.tsx";
import { Select } from "../primitives/Select.tsx";
import { TextField } from "../primitives/TextField.tsx";
import { useControls, useStudio, useStudy } from "../StudioContext.ts";
import type { ConfigField } from "./configField.ts";
import { configGroups } from "./configFields.ts";
import styles from "./SweepDialog.module.css";

const FIRST_PATH = "upper.learningRate";

interface Sweep {
  variants: StudyVariant[];
  seeds: number[];
}

/** What was typed, or why it cannot be used. */
function readOr<T>(read: () => T): { value: T; issue: undefined } | { value: null; issue: string } {
  try {
    return { value: read(), issue: undefined };
  } catch (error) {
    return { value: null, issue: toErrorReport(error).message };
  }
}

/** Every choice of a setting that has some, the present one first; else its present value. */
function suggestedValues(field: ConfigField | undefined, config: RunConfig): string {
  if (field === undefined) return "";
  const present = String(readConfigPath(config, field.path));
  if (field.kind === "number" || field.kind === "featureSet") return present;
  if (field.kind === "flag") return present === "true" ? "true, false" : "false, true";
  const others = field.options.map(({ value }) => value).filter((value) => value !== present);
  return [present, ...others].join(", ");
}

export function SweepDialog({ config, onClose }: { config: RunConfig; onClose: () => void }) {
  const studio = useStudio();
  const groups = configGroups(config.encoder.kind);
  const swept = new Set(sweepablePaths(config));
  const choices = groups.flatMap((group) =>
    group.fields
      .filter((field) => swept.has(field.path))
      .map((field) => ({ field, label: `${group.title}: ${field.label}` })),
  );
  const fieldAt = (path: string) => choices.find(({ field }) => field.path === path)?.field;
  const [path, setPath] = useState(FIRST_PATH);
  const [values, setValues] = useState(suggestedValues(fieldAt(FIRST_PATH), config));
  const [seeds, setSeeds] = useState(`${config.seed}..${config.seed + 1}`);
  const canStudy = useControls("canStudy");
  const whyNot = useControls("whyNot");
  const [refused, setRefused] = useState<ErrorReport | null>(null);
  const isPending = useStudy((state) => state.pending !== null);

  const variants = readOr(() => sweepVariants(config, path, parseValues(values, path)));
  const chosenSeeds = readOr(() => parseSeeds(seeds));
  const sweep: Sweep | null =
    variants.value !== null && chosenSeeds.value !== null
      ? { variants: variants.value, seeds: chosenSeeds.value }
      : null;

  async function start({ seeds: list }: Sweep): Promise<void> {
    setRefused(null);
    const hasBegun = await studio.startStudy((ready) => ({
      kind: "comparison",
      title: path,
      variants: sweepVariants(ready, path, parseValues(values, path)),
      seeds: list,
    }));
    if (hasBegun) {
      onClose();
      studio.view.getState().show("evaluate");
    } else {
      setRefused(studio.study.getState().error ?? studio.run.getState().error);
    }
  }

  return (
    <Dialog
      title={t("train:sweep.title")}
      explanation={t("train:sweep.explanation")}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <form
        className={styles["form"]}
        aria-label={t("train:sweep.form")}
        onSubmit={(event) => {
          event.preventDefault();
          if (sweep !== null && canStudy && !isPending) void start(sweep);
        }}
      >
        <Field
          label={t("train:sweep.setting")}
          explanation={fieldAt(path)?.explanation ?? ""}
          control={({ isInvalid, ...control }) => (
            <Select
              {...control}
              isInvalid={isInvalid}
              value={path}
              options={choices.map(({ field, label }) => ({ value: field.path, label }))}
              onChange={(next) => {
                setPath(next);
                setValues(suggestedValues(fieldAt(next), config));
              }}
            />
          )}
        />
        <Field
          label={t("train:sweep.values")}
          explanation={t("train:sweep.valuesAbout")}
          issue={variants.issue}
          control={(control) => <TextField {...control} value={values} onChange={setValues} />}
        />
        <Field
          label={t("train:sweep.seeds")}
          explanation={t("train:sweep.seedsAbout")}
          issue={chosenSeeds.issue}
          control={(control) => <TextField {...control} value={seeds} onChange={setSeeds} />}
        />
        <p className={styles["count"]} role="status">
          {sweep === null ? t("train:sweep.correct") : <Amount sweep={sweep} />}
        </p>
        {refused !== null && <ErrorNote error={refused} />}
        <div className={styles["buttons"]}>
          <Button onClick={onClose}>{t("train:sweep.cancel")}</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={sweep === null || !canStudy || isPending}
            title={whyNot ?? undefined}
          >
            {t("train:sweep.start")}
          </Button>
        </div>
        {whyNot !== null && <p className={styles["why"]}>{whyNot}</p>}
      </form>
    </Dialog>
  );
}

/** How much work the sweep is. */
function Amount({ sweep: { variants, seeds } }: { sweep: Sweep }) {
  const studio = useStudio();
  const last = useStore(studio.runClock, (clock) => clock.last);
  const trainings = variants.length * seeds.length;
  const each = variants.map(({ config }) =>
    secondsFor(config.mode === "bilevel" ? VARIANT_COST : 1, config, last),
  );
  const seconds = each.some((one) => one === null)
    ? null
    : seeds.length * each.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const isBilevel = variants.some(({ config }) => config.mode === "bilevel");
  return (
    <Trans
      t={t}
      i18nKey={AMOUNT_KEYS[isBilevel ? "bilevel" : "plain"][seconds === null ? "unknown" : "timed"]}
      values={{
        trainings: t("train:sweep.trainings", { count: trainings }),
        values: t("train:sweep.valueCount", { count: variants.length }),
        seeds: t("train:sweep.seedCount", { count: seeds.length }),
        wait: seconds === null ? "" : formatWait(seconds),
      }}
      components={{ strong: <strong /> }}
    />
  );
}

const AMOUNT_KEYS = {
  plain: { unknown: "train:sweep.amount", timed: "train:sweep.amountTimed" },
  bilevel: { unknown: "train:sweep.amountRetrained", timed: "train:sweep.amountRetrainedTimed" },
} as const;
