// One step of the open chain: its text to be edited in place, and beside it the PRM's score, that of the
// PRM it is compared with, the Monte-Carlo label and what lies between them, in figures and colour.

import { Plus, RotateCcw, Trash2 } from "lucide-react";
import { type KeyboardEvent, memo, type Ref, useImperativeHandle, useRef } from "react";
import { Trans } from "react-i18next";
import { t } from "../../strings/strings.ts";
import { Badge } from "../primitives/Badge.tsx";
import { IconButton } from "../primitives/IconButton.tsx";
import { AutoTextarea } from "./AutoTextarea.tsx";
import { differenceColor, formatDifference, formatScore, gapColor } from "./formatScore.ts";
import styles from "./StepItem.module.css";
import type { ShownStep } from "./shownSteps.ts";

export interface StepHandle {
  focus(): void;
  focusText(): void;
}

export interface StepItemProps {
  step: ShownStep;
  index: number;
  isCurrent: boolean;
  isFirstLow: boolean;
  threshold: number;
  /** The chain differs from the original somewhere: original scores stand beside the new. */
  isEdited: boolean;
  /** False before there is a PRM. */
  hasScores: boolean;
  /** Name of the PRM it is compared with; null without one. */
  otherLabel: string | null;
  /** The chain has labelled steps. */
  hasLabels: boolean;
  isRemovable: boolean;
  onFocus: (index: number) => void;
  onEdit: (key: number, text: string) => void;
  onAdd: (key: number) => void;
  onRemove: (key: number) => void;
  onRestore: (key: number) => void;
  ref?: Ref<StepHandle>;
}

function Meter({ value, kind }: { value: number | null; kind: "score" | "other" | "label" }) {
  return (
    <span className={styles["meter"]} aria-hidden="true">
      <span
        className={styles[kind]}
        style={{ transform: `scaleX(${value === null ? 0 : Math.min(1, Math.max(0, value))})` }}
      />
    </span>
  );
}

export const StepItem = memo(function StepItem(props: StepItemProps) {
  const {
    step,
    index,
    isCurrent,
    isFirstLow,
    threshold,
    isEdited,
    hasScores,
    otherLabel,
    hasLabels,
    isRemovable,
  } = props;
  const isWide = isEdited || otherLabel !== null;
  const gap = step.score === null || step.otherScore === null ? null : step.score - step.otherScore;
  const { onFocus, onEdit, onAdd, onRemove, onRestore, ref } = props;
  const item = useRef<HTMLLIElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const place = { step: index + 1 };
  const name = t("inspect:step.name", place);

  useImperativeHandle(ref, () => ({
    focus() {
      item.current?.focus({ preventScroll: true });
      item.current?.scrollIntoView({ block: "nearest" });
    },
    focusText: () => field.current?.focus(),
  }));

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target === item.current && event.key === "Enter") {
      event.preventDefault();
      field.current?.focus();
    } else if (event.target === field.current && event.key === "Escape") {
      event.preventDefault();
      item.current?.focus();
    }
  }

  return (
    <li
      ref={item}
      className={styles["step"]}
      aria-label={name}
      aria-current={isCurrent ? "step" : undefined}
      data-first-low={isFirstLow}
      data-changed={step.isChanged}
      data-wide={isWide}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={() => onFocus(index)}
      onKeyDown={onKeyDown}
    >
      <div className={styles["head"]}>
        <span className={styles["number"]}>{name}</span>
        {isFirstLow && (
          <Badge tone="negative">
            {t("inspect:step.firstBelow", { threshold: formatScore(threshold, 2) })}
          </Badge>
        )}
        {step.isAdded ? (
          <Badge tone="accent">{t("inspect:step.added")}</Badge>
        ) : (
          step.isChanged && <Badge tone="accent">{t("inspect:step.edited")}</Badge>
        )}
        <span className={styles["tools"]}>
          {step.isChanged && !step.isAdded && (
            <IconButton
              label={t("inspect:step.restore", place)}
              className={styles["tool"] ?? ""}
              onClick={() => onRestore(step.key)}
            >
              <RotateCcw aria-hidden="true" />
            </IconButton>
          )}
          <IconButton
            label={t("inspect:step.add", place)}
            className={styles["tool"] ?? ""}
            onClick={() => onAdd(step.key)}
          >
            <Plus aria-hidden="true" />
          </IconButton>
          <IconButton
            label={t("inspect:step.remove", place)}
            className={styles["tool"] ?? ""}
            disabled={!isRemovable}
            onClick={() => onRemove(step.key)}
          >
            <Trash2 aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      <AutoTextarea
        ref={field}
        className={styles["text"]}
        aria-label={t("inspect:step.text", place)}
        value={step.text}
        placeholder={t("inspect:step.write")}
        onChange={(text) => onEdit(step.key, text)}
      />
      <dl className={styles["figures"]} data-wide={isWide}>
        {hasScores && (
          <div>
            <dt title={t("inspect:step.scoreAbout")}>{t("inspect:step.score")}</dt>
            <dd className={styles["bar"]}>
              <Meter value={step.score} kind="score" />
            </dd>
            <dd data-figure="score">{formatScore(step.score)}</dd>
            {isEdited && (
              <dd className={styles["before"]}>
                <Trans
                  t={t}
                  i18nKey="inspect:step.was"
                  components={{
                    score: <span data-figure="original">{formatScore(step.originalScore)}</span>,
                  }}
                />
              </dd>
            )}
          </div>
        )}
        {otherLabel !== null && (
          <div>
            <dt className={styles["otherName"]} title={otherLabel}>
              {otherLabel}
            </dt>
            <dd className={styles["bar"]}>
              <Meter value={step.otherScore} kind="other" />
            </dd>
            <dd data-figure="other">{formatScore(step.otherScore)}</dd>
            <dd
              data-figure="gap"
              className={styles["difference"]}
              style={{ backgroundColor: gapColor(gap ?? 0) }}
              title={t("inspect:step.gap")}
            >
              {formatDifference(gap)}
            </dd>
          </div>
        )}
        {hasLabels && (
          <div>
            <dt title={t("inspect:step.labelAbout")}>{t("inspect:step.label")}</dt>
            <dd className={styles["bar"]}>
              <Meter value={step.label} kind="label" />
            </dd>
            <dd data-figure="label">{formatScore(step.label)}</dd>
          </div>
        )}
        {hasLabels && hasScores && (
          <div>
            <dt title={t("inspect:step.differenceAbout")}>{t("inspect:step.difference")}</dt>
            <dd className={styles["bar"]} />
            <dd
              data-figure="difference"
              className={styles["difference"]}
              style={{ backgroundColor: differenceColor(step.difference ?? 0) }}
            >
              {formatDifference(step.difference)}
            </dd>
          </div>
        )}
      </dl>
    </li>
  );
});
