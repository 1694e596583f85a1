// The Runs view: every run the browser keeps, as a table, and the shown ones in the same charts.
import { Download, HardDrive, Trash2, Undo2, Upload } from "lucide-react";
import { useEffect, useId, useMemo, useState } from "react";
import { differencesInWords, type KeptRun } from "../../domain/keptRun.ts";
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
        title="Kept runs"
        guide="runs"
        note={
          runs.length > 0 ? countInWords(listed.length, runs.length, problem === null) : undefined
        }
        actions={
          <>
            {runs.length > 0 && (
              <TextField
                aria-label="Filter runs"
                type="search"
                placeholder="Filter by name, setting, mode"
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
              title="The selected runs as one file"
              onClick={() => void exportRuns(studio.runs, chosen)}
            >
              Export{chosen.length > 0 ? ` ${chosen.length}` : ""}
            </Button>
            <Button
              className={styles["many"] ?? ""}
              disabled={chosen.length === 0}
              icon={<Trash2 />}
              title="The selected runs; can be undone for a day"
              onClick={() => void studio.keptRuns.remove(chosen.map(({ id }) => id))}
            >
              Delete{chosen.length > 0 ? ` ${chosen.length}` : ""}
            </Button>
            <UndoButton />
            <Button
              icon={<HardDrive />}
              title="How much this browser keeps, and what of it can be removed"
              onClick={() => studio.storage.getState().open()}
            >
              Storage…
            </Button>
          </>
        }
        isFlush
      >
        {runs.length === 0 ? (
          <EmptyState title={isLoaded ? "No runs are kept" : "Looking for kept runs"}>
            {isLoaded &&
              "Train in the Train view: every run that finishes or is stopped is kept here, in this browser alone. Runs from elsewhere come in by Import: an exported .dreamprm.zip, or a run.json of the command line."}
          </EmptyState>
        ) : listed.length === 0 ? (
          <EmptyState title="No run matches the filter" />
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
  if (listed !== all) return `${listed} of ${all}`;
  return isLasting ? `${all} in this browser` : `${all}`;
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
        aria-label="Runs to import"
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
              view.getState().notify(`Imported ${count === 1 ? "1 run" : `${count} runs`}`);
            }
          });
        }}
      />
      <Button
        icon={<Upload />}
        title="A .dreamprm.zip, or a run.json with its PRM files"
        onClick={() => document.getElementById(inputId)?.click()}
      >
        Import
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
      title={last === undefined ? "Nothing was deleted" : `Brings back ${last.name}`}
      onClick={() => void runs.getState().restore()}
    >
      Undo delete
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
      <Panel title="Charts">
        <EmptyState title="No run is shown">
          Press the eye of a run in the table to draw it here.
        </EmptyState>
      </Panel>
    );
  }
  return <OverlayPanels runs={shown} focus={focus} />;
}
