// The files as they were read: what each was taken for, how much of it is in use, and the way to read it
// differently.
import type { FileSummary } from "../../domain/summary.ts";
import { isWhole } from "../../store/corpusStore.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { useCorpus, useStudio } from "../StudioContext.ts";
import styles from "./FilesPanel.module.css";
import { formatBytes, formatCount } from "./formatNumber.ts";

export interface FilesPanelProps {
  files: readonly FileSummary[];
  /** A run holds the data as they are. */
  isHeld: boolean;
}

export function FilesPanel({ files, isHeld }: FilesPanelProps) {
  const { mapping } = useStudio();
  const opened = useCorpus((state) => state.opened);
  const isAnew = useCorpus(isWhole);
  const held = new Set(opened.map(({ path }) => path));
  /** A file that gave rows can only be read differently where all of them are read anew. */
  const canMap = ({ name, format, rows }: FileSummary) =>
    held.has(name) && format !== "images" && format !== "features" && (isAnew || rows === 0);
  return (
    <Panel
      title={t("data:read.title")}
      isFlush
      note={t("data:counts.files", {
        count: files.length,
        shown: formatCount(files.length),
      })}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard */}
      <section className={styles["scroll"]} aria-label={t("data:read.table")} tabIndex={0}>
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">{t("data:read.file")}</th>
              <th scope="col">{t("data:read.takenFor")}</th>
              <th scope="col" className={styles["number"]}>
                {t("data:read.size")}
              </th>
              <th scope="col" className={styles["number"]}>
                {t("data:read.rows")}
              </th>
              <th scope="col" className={styles["number"]}>
                {t("data:read.badRows")}
              </th>
              <th scope="col">
                <span className="visuallyHidden">{t("data:read.reading")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {files.map((file, index) => (
              // Two loads may bring files of one name.
              // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows
              <tr key={`${index} ${file.name}`}>
                <th scope="row" className={styles["name"]}>
                  {file.name}
                </th>
                <td className={file.format === "unknown" ? styles["bad"] : undefined}>
                  {t(`data:formats.${file.format}`)}
                </td>
                <td className={styles["number"]}>{formatBytes(file.bytes)}</td>
                <td className={styles["number"]}>{formatCount(file.rows)}</td>
                <td className={`${styles["number"]} ${file.badRows > 0 ? styles["bad"] : ""}`}>
                  {formatCount(file.badRows)}
                </td>
                <td className={styles["action"]}>
                  {canMap(file) && (
                    <Button
                      variant={file.format === "unknown" ? "secondary" : "ghost"}
                      disabled={isHeld}
                      aria-label={t("data:read.differently", { name: file.name })}
                      onClick={() => void mapping.getState().open(file.name)}
                    >
                      {file.format === "unknown"
                        ? t("data:read.sayWhat")
                        : t("data:read.readDifferently")}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}
