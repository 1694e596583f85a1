// One kept run in the table.
import { Eye, EyeOff, Pin } from "lucide-react";
import type { KeptRun } from "../../domain/keptRun.ts";
import { shownLanguage, t } from "../../strings/strings.ts";
import { formatPoints } from "../evaluate/formatGain.ts";
import { Badge } from "../primitives/Badge.tsx";
import { EditableName } from "../primitives/EditableName.tsx";
import { IconButton } from "../primitives/IconButton.tsx";
import { useRuns, useStudio } from "../StudioContext.ts";
import { formatAuroc, formatDuration, formatPercent, formatStep } from "../train/formatRun.ts";
import { ColourPicker } from "./ColourPicker.tsx";
import { Differences } from "./Differences.tsx";
import { RunMenu } from "./RunMenu.tsx";
import styles from "./RunTable.module.css";

export interface RunRowProps {
  kept: KeptRun;
  size: string;
  baseline: KeptRun | null;
  isSelected: boolean;
  onSelect: () => void;
  /** The run is meant, by pointer or focus; null: no more. */
  onFocus: (id: string | null) => void;
}

export function RunRow({ kept, size, baseline, isSelected, onSelect, onFocus }: RunRowProps) {
  const { runs } = useStudio();
  const isUnsaved = useRuns((state) => state.unsaved.has(kept.id));
  const { id, name, summary, isShown } = kept;
  const actions = runs.getState();
  return (
    <tr
      aria-selected={isSelected}
      data-shown={isShown}
      onPointerEnter={() => onFocus(isShown ? id : null)}
      onPointerLeave={() => onFocus(null)}
      onFocus={() => onFocus(isShown ? id : null)}
      onBlur={() => onFocus(null)}
    >
      <td className={styles["select"]}>
        <input
          type="checkbox"
          aria-label={t("runs:row.select", { name })}
          checked={isSelected}
          onChange={onSelect}
        />
      </td>
      <td className={styles["show"]}>
        <IconButton
          label={t(isShown ? "runs:row.hide" : "runs:row.show", { name })}
          aria-pressed={isShown}
          onClick={() => void actions.setShown(id, !isShown)}
        >
          {isShown ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
        </IconButton>
      </td>
      <th scope="row" aria-label={name} className={styles["run"]}>
        <div className={styles["line"]}>
          <EditableName
            name={name}
            mark={
              <ColourPicker
                name={name}
                colour={kept.colour}
                onChoose={(colour) => void actions.recolour(id, colour)}
              />
            }
            onRename={async (to) => {
              await actions.rename(id, to);
              return true;
            }}
          />
          {kept.isBaseline && (
            <Badge tone="accent" title={t("runs:row.baselineAbout")}>
              <Pin size={11} aria-hidden="true" /> {t("runs:row.baseline")}
            </Badge>
          )}
          {isUnsaved && (
            <Badge tone="warning" title={t("runs:row.unsavedAbout")}>
              {t("runs:row.unsaved")}
            </Badge>
          )}
          {kept.failure !== undefined && (
            <Badge tone="negative" title={kept.failure}>
              {t("runs:row.failed")}
            </Badge>
          )}
          {kept.failure === undefined && summary.steps < summary.plannedSteps && (
            <Badge
              title={t("runs:row.earlyAbout", {
                step: formatStep(summary.steps),
                planned: formatStep(summary.plannedSteps),
              })}
            >
              {t("runs:row.early")}
            </Badge>
          )}
        </div>
        <Differences kept={kept} />
        {kept.failure && (
          <p className={styles["failure"]} title={kept.failure}>
            {kept.failure}
          </p>
        )}
      </th>
      <td className={styles["number"]}>
        {formatPercent(summary.bestOf?.[size])}
        {summary.yields === "retrained" && (
          <span className={styles["small"]}>{t("runs:row.retrained")}</span>
        )}
      </td>
      <td className={styles["number"]}>
        <Gain kept={kept} baseline={baseline} size={size} />
      </td>
      <td className={styles["number"]}>{formatAuroc(summary.stepAuroc)}</td>
      <td>{t(`config:choices.mode.${summary.mode}`)}</td>
      <td className={styles["number"]}>{summary.seed}</td>
      <td className={styles["number"]}>{formatTime(summary.elapsedMs / 1000)}</td>
      <td>
        <time
          dateTime={kept.createdAt}
          title={new Date(kept.createdAt).toLocaleString(dateLocale())}
        >
          {formatDate(kept.createdAt)}
        </time>
      </td>
      <td className={styles["menu"]}>
        <RunMenu kept={kept} />
      </td>
    </tr>
  );
}

interface GainProps {
  kept: KeptRun;
  baseline: KeptRun | null;
  size: string;
}

function Gain({ kept, baseline, size }: GainProps) {
  const [own, other] = [kept.summary.bestOf?.[size], baseline?.summary.bestOf?.[size]];
  if (baseline === null || baseline.id === kept.id || own === undefined || other === undefined) {
    return "–";
  }
  if (baseline.summary.source !== kept.summary.source) {
    return (
      <span className={styles["small"]} title={t("runs:row.otherDataAbout")}>
        {t("runs:row.otherData")}
      </span>
    );
  }
  return <span className={styles["gain"]}>{formatPoints(own - other)}</span>;
}

/** "0.4 s" below a minute, then "2:07". */
function formatTime(seconds: number): string {
  return seconds < 60
    ? t("runs:row.seconds", { seconds: seconds.toFixed(1) })
    : formatDuration(seconds);
}

function formatDate(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "–";
  return new Intl.DateTimeFormat(dateLocale(), {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(date);
}

/** English as it is written where days come first. */
function dateLocale(): string {
  return shownLanguage() === "en" ? "en-GB" : shownLanguage();
}
