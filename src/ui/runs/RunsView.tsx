// The Runs view: every run the browser keeps, as a table, and the shown ones in the same charts.
import { Download, HardDrive, Trash2, Undo2, Upload } from "lucide-react";
import { useEffect, useId, useMemo, useState } from "react";
import { differencesInWords, type KeptRun } from "../../domain/keptRun.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { EmptyState } from "../primitives/EmptyState.tsx";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { TextField } from "../primitives/TextField.tsx";
import { useRuns, useStudio } from "../StudioContext.ts";
import { OverlayPanels } from "./OverlayPanels.tsx";
import type { OverlaidRun } from "./overlayLines.ts";
import styles from "./RunsView.module.css";
import { RunTable } from "./RunTable.tsx";
import { runColor } from "./runColor.ts";
import { exportRuns, importRunFiles } from "./runFiles.ts";

export function RunsView() {
  const studio = useStudio();
  const runs = useRuns((state) => state.runs);
  const isLoaded = useRuns((state) => state.isLoaded);
  const error = useRuns((state) => state.error);
  const problem = useRuns((state) => state.storageProblem);
  const [filter, setFilter] = useState("");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState<string | null>(null);
  useEffect(() => void studio.runs.getState().refresh(), [studio]);
  const listed = useMemo(() => runs.filter((kept) => isMatch(kept, filter)), [runs, filter]);
  const chosen = listed.filter(({ id }) => selected.has(id));
  return (
    <div className={styles["view"]}>
      {problem !== null && <ErrorNote error={problem} />}
      {error !== null && (
        <ErrorNote error={error} onDismiss={studio.runs.getState().dismissError} />
      )}
      <Panel
        title={t("runs:title")}
        guide="runs"
        note={
          runs.length > 0 ? countInWords(listed.length, runs.length, problem === null) : undefined
        }
        actions={
          <>
            {runs.length > 0 && (
              <TextField
                aria-label={t("runs:filter.label")}
                type="search"
                placeholder={t("runs:filter.placeholder")}
                className={styles["filter"]}
                value={filter}
                onChange={setFilter}
              />
            )}
            <ImportButton />
            <Button
              className={styles["many"] ?? ""}
              disabled={chosen.length === 0}
              icon={<Download />}
              title={t("runs:many.exportAbout")}
              onClick={() => void exportRuns(studio.runs, chosen)}
            >
              {chosen.length > 0
                ? t("runs:many.exportSome", { number: chosen.length })
                : t("runs:many.export")}
            </Button>
            <Button
              className={styles["many"] ?? ""}
              disabled={chosen.length === 0}
              icon={<Trash2 />}
              title={t("runs:many.deleteAbout")}
              onClick={() => void studio.keptRuns.remove(chosen.map(({ id }) => id))}
            >
              {chosen.length > 0
                ? t("runs:many.deleteSome", { number: chosen.length })
                : t("runs:many.delete")}
            </Button>
            <UndoButton />
            <Button
              icon={<HardDrive />}
              title={t("runs:storageAbout")}
              onClick={() => studio.storage.getState().open()}
            >
              {t("runs:storage")}
            </Button>
          </>
        }
        isFlush
      >
        {runs.length === 0 ? (
          <EmptyState title={t(isLoaded ? "runs:empty.title" : "runs:empty.looking")}>
            {isLoaded && t("runs:empty.about")}
          </EmptyState>
        ) : listed.length === 0 ? (
          <EmptyState title={t("runs:empty.noMatch")} />
        ) : (
          <RunTable
            runs={listed}
            size={sizeOf(runs)}
            selected={selected}
            onSelect={setSelected}
            onFocus={setFocus}
          />
        )}
      </Panel>
      {runs.length > 0 && <Overlay focus={focus} />}
    </div>
  );
}

function countInWords(listed: number, all: number, isLasting: boolean): string {
  if (listed !== all) return t("runs:count.some", { listed, all });
  return isLasting ? t("runs:count.kept", { all }) : String(all);
}

function isMatch(kept: KeptRun, filter: string): boolean {
  const { name, summary, differences } = kept;
  const text = `${name} ${summary.mode} seed ${summary.seed} ${summary.encoder} ${summary.source} ${differencesInWords(differences)}`;
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.toLowerCase().includes(word));
}

/** N of the table's column: 8, or the largest size below it that any run was measured at. */
function sizeOf(runs: readonly KeptRun[]): string {
  const sizes = runs.flatMap(({ summary }) => Object.keys(summary.bestOf ?? {}).map(Number));
  const usable = sizes.filter((size) => size <= 8);
  return String(usable.length > 0 ? Math.max(...usable) : 8);
}

function ImportButton() {
  const { runs, view } = useStudio();
  const inputId = useId();
  return (
    <>
      <input
        id={inputId}
        type="file"
        multiple
        accept=".zip,.json,.safetensors"
        aria-label={t("runs:import.files")}
        className="visuallyHidden"
        tabIndex={-1}
        onChange={(event) => {
          const { files } = event.target;
          if (files === null || files.length === 0) return;
          const chosen = [...files];
          // The same file can be chosen again.
          event.target.value = "";
          runs.getState().dismissError();
          void importRunFiles(runs, chosen).then((count) => {
            if (count > 0) {
              view.getState().notify(t("runs:import.done", { count }));
            }
          });
        }}
      />
      <Button
        icon={<Upload />}
        title={t("runs:import.about")}
        onClick={() => document.getElementById(inputId)?.click()}
      >
        {t("runs:import.button")}
      </Button>
    </>
  );
}

function UndoButton() {
  const { runs } = useStudio();
  const last = useRuns((state) => state.deleted.at(-1));
  return (
    <Button
      disabled={last === undefined}
      icon={<Undo2 />}
      title={
        last === undefined ? t("runs:undo.nothing") : t("runs:undo.about", { name: last.name })
      }
      onClick={() => void runs.getState().restore()}
    >
      {t("runs:undo.button")}
    </Button>
  );
}

function Overlay({ focus }: { focus: string | null }) {
  const runs = useRuns((state) => state.runs);
  const contents = useRuns((state) => state.contents);
  const shown = useMemo(
    () =>
      // Oldest first: lines keep their places in the legend while newer runs come.
      runs
        .filter(({ isShown }) => isShown)
        .reverse()
        .flatMap(({ id, name, colour }): OverlaidRun[] => {
          const run = contents.get(id);
          return run === undefined ? [] : [{ id, name, color: runColor(colour), run }];
        }),
    [runs, contents],
  );
  if (shown.length === 0) {
    return (
      <Panel title={t("runs:charts.title")}>
        <EmptyState title={t("runs:charts.none")}>{t("runs:charts.noneAbout")}</EmptyState>
      </Panel>
    );
  }
  return <OverlayPanels runs={shown} focus={focus} />;
}
