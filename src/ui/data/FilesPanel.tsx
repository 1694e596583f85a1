// The files as they were read: what each was taken for and how much of it is in use.
import { FORMAT_WORDS } from "../../domain/formatWords.ts";
import type { FileSummary } from "../../domain/summary.ts";
import { Panel } from "../primitives/Panel.tsx";
import styles from "./FilesPanel.module.css";
import { formatBytes, formatCount, formatCounted } from "./formatNumber.ts";

export function FilesPanel({ files }: { files: readonly FileSummary[] }) {
  return (
    <Panel title="Files read" isFlush note={formatCounted(files.length, "file")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard */}
      <section className={styles["scroll"]} aria-label="Table of files" tabIndex={0}>
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Taken for</th>
              <th scope="col" className={styles["number"]}>
                Size
              </th>
              <th scope="col" className={styles["number"]}>
                Rows
              </th>
              <th scope="col" className={styles["number"]}>
                Bad rows
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
                  {FORMAT_WORDS[file.format]}
                </td>
                <td className={styles["number"]}>{formatBytes(file.bytes)}</td>
                <td className={styles["number"]}>{formatCount(file.rows)}</td>
                <td className={`${styles["number"]} ${file.badRows > 0 ? styles["bad"] : ""}`}>
                  {formatCount(file.badRows)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}
