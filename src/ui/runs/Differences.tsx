// What a run changed against the one it was started from, in one line; all of it on hover.
import { type KeptRun, showSetting } from "../../domain/keptRun.ts";
import { useRuns } from "../StudioContext.ts";
import styles from "./RunTable.module.css";

const MOST_SHOWN = 2;

export function Differences({ kept }: { kept: KeptRun }) {
  const parent = useRuns((state) => state.runs.find(({ id }) => id === kept.startedFrom)?.name);
  const origin =
    kept.startedFrom === null ? "the defaults" : (parent ?? "a run that is no longer kept");
  const changes = kept.differences.map(
    ({ path, from, to }) => `${path}: ${showSetting(from)} → ${showSetting(to)}`,
  );
  const rest = changes.length - MOST_SHOWN;
  const words =
    changes.length === 0
      ? `same as ${origin}`
      : `${changes.slice(0, MOST_SHOWN).join(", ")}${rest > 0 ? `, ${rest} more` : ""}`;
  return (
    <p className={styles["differences"]} title={[`From ${origin}`, ...changes].join("\n")}>
      {words}
      {changes.length > 0 && kept.startedFrom !== null && (
        <span className={styles["origin"]}> from {origin}</span>
      )}
    </p>
  );
}
