// What a run changed against the one it was started from, in one line; all of it on hover.
import { type KeptRun, showSetting } from "../../domain/keptRun.ts";
import { t } from "../../strings/strings.ts";
import { useRuns } from "../StudioContext.ts";
import styles from "./RunTable.module.css";

const MOST_SHOWN = 2;

export function Differences({ kept }: { kept: KeptRun }) {
  const parent = useRuns((state) => state.runs.find(({ id }) => id === kept.startedFrom)?.name);
  const origin =
    kept.startedFrom === null
      ? t("runs:differences.defaults")
      : (parent ?? t("runs:differences.gone"));
  const changes = kept.differences.map(
    ({ path, from, to }) => `${path}: ${showSetting(from)} → ${showSetting(to)}`,
  );
  const rest = changes.length - MOST_SHOWN;
  const named = changes.slice(0, MOST_SHOWN);
  if (rest > 0) named.push(t("runs:differences.more", { count: rest }));
  const words = changes.length === 0 ? t("runs:differences.same", { origin }) : named.join(", ");
  return (
    <p
      className={styles["differences"]}
      title={[t("runs:differences.fromTitle", { origin }), ...changes].join("\n")}
    >
      {words}
      {changes.length > 0 && kept.startedFrom !== null && (
        <span className={styles["origin"]}> {t("runs:differences.from", { origin })}</span>
      )}
    </p>
  );
}
