// The kept runs as a table: what each is, how it did, and what it changed.
import { Eye, EyeOff, Pin } from "lucide-react";
import type { KeptRun } from "../../domain/keptRun.ts";
import { formatPoints } from "../evaluate/formatGain.ts";
import { Badge } from "../primitives/Badge.tsx";
import { EditableName } from "../primitives/EditableName.tsx";
import { IconButton } from "../primitives/IconButton.tsx";
import { useRuns, useStudio } from "../StudioContext.ts";
import { formatAuroc, formatDuration, formatPercent } from "../train/formatRun.ts";
import { ColourPicker } from "./ColourPicker.tsx";
import { Differences } from "./Differences.tsx";
import { RunMenu } from "./RunMenu.tsx";
import styles from "./RunTable.module.css";

export interface RunTableProps {
  runs: readonly KeptRun[];
  /** N of the best-of-N column. */
  size: string;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  /** The run under the pointer or with the focus; null for none. */
  onFocus: (id: string | null) => void;
}

export function RunTable({ runs, size, selected, onSelect, onFocus }: RunTableProps) {
  const baseline = useRuns((state) => state.runs.find(({ isBaseline }) => isBaseline) ?? null);
  const isAll = runs.length > 0 && runs.every(({ id }) => selected.has(id));
  return (
    <section className={styles["scroll"]} aria-label="Table of runs">
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col" className={styles["select"]}>
              <input
                type="checkbox"
                aria-label="Select all listed runs"
                checked={isAll}
                onChange={() => onSelect(new Set(isAll ? [] : runs.map(({ id }) => id)))}
              />
            </th>
            <th scope="col" className={styles["show"]}>
              <span className="visuallyHidden">Shown in the charts</span>
            </th>
            <th scope="col">Run</th>
            <th
              scope="col"
              className={styles["number"]}
              title={`Share of held-out questions whose best of ${size} candidates is right, at the end`}
            >
              Best-of-{size}
            </th>
            <th
              scope="col"
              className={styles["number"]}
              title="Points of best-of-N more or less than the pinned baseline"
            >
              Gain
            </th>
            <th
              scope="col"
              className={styles["number"]}
              title="How well scores tell right steps from wrong ones: .5 is guessing, 1 perfect"
            >
              Step AUROC
            </th>
            <th scope="col">Mode</th>
            <th scope="col" className={styles["number"]}>
              Seed
            </th>
            <th scope="col" className={styles["number"]} title="Time of training">
              Time
            </th>
            <th scope="col">Date</th>
            <th scope="col" className={styles["menu"]}>
              <span className="visuallyHidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((kept) => (
            <RunRow
              key={kept.id}
              kept={kept}
              size={size}
              baseline={baseline}
              isSelected={selected.has(kept.id)}
              onSelect={() => {
                const next = new Set(selected);
                if (!next.delete(kept.id)) next.add(kept.id);
                onSelect(next);
              }}
              onFocus={onFocus}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RunRowProps {
  kept: KeptRun;
  size: string;
  baseline: KeptRun | null;
  isSelected: boolean;
  onSelect: () => void;
  onFocus: (id: string | null) => void;
}

function RunRow({ kept, size, baseline, isSelected, onSelect, onFocus }: RunRowProps) {
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
    >
      <td className={styles["select"]}>
        <input
          type="checkbox"
          aria-label={`Select ${name}`}
          checked={isSelected}
          onChange={onSelect}
        />
      </td>
      <td className={styles["show"]}>
        <IconButton
          label={`${isShown ? "Hide" : "Show"} ${name} in the charts`}
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
            <Badge tone="accent" title="Gains are measured against this run">
              <Pin size={11} aria-hidden="true" /> baseline
            </Badge>
          )}
          {isUnsaved && (
            <Badge tone="warning" title="In this page alone; export it to keep it">
              not saved
            </Badge>
          )}
          {summary.steps < summary.plannedSteps && (
            <Badge title={`Stopped at step ${summary.steps} of ${summary.plannedSteps}`}>
              stopped early
            </Badge>
          )}
        </div>
        <Differences kept={kept} />
      </th>
      <td className={styles["number"]}>
        {formatPercent(summary.bestOf?.[size])}
        {summary.yields === "retrained" && <span className={styles["small"]}>retrained</span>}
      </td>
      <td className={styles["number"]}>
        <Gain kept={kept} baseline={baseline} size={size} />
      </td>
      <td className={styles["number"]}>{formatAuroc(summary.stepAuroc)}</td>
      <td>{summary.mode}</td>
      <td className={styles["number"]}>{summary.seed}</td>
      <td className={styles["number"]}>{formatTime(summary.elapsedMs / 1000)}</td>
      <td>
        <time dateTime={kept.createdAt} title={new Date(kept.createdAt).toLocaleString()}>
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
      <span className={styles["small"]} title="Measured on other questions than the baseline">
        other data
      </span>
    );
  }
  return <span className={styles["gain"]}>{formatPoints(own - other)}</span>;
}

/** "0.4 s" below a minute, then "2:07". */
function formatTime(seconds: number): string {
  return seconds < 60 ? `${seconds.toFixed(1)} s` : formatDuration(seconds);
}

const dates = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

function formatDate(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? "–" : dates.format(date);
}
