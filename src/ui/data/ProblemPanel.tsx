// What was wrong with the files: every problem by file, line and field. The list is virtualised; the
// download holds all of it.
import { useVirtualizer } from "@tanstack/react-virtual";
import { Download } from "lucide-react";
import { useRef } from "react";
import type { DataProblem } from "../../domain/problem.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Badge } from "../primitives/Badge.tsx";
import { Button } from "../primitives/Button.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { formatCount } from "./formatNumber.ts";
import styles from "./ProblemPanel.module.css";

export interface ProblemPanelProps {
  /** The first ones. */
  problems: readonly DataProblem[];
  /** How many there are in all. */
  problemCount: number;
  fileNames: ReadonlySet<string>;
  onDownload: () => void;
}

/** Empty where the problem is not one of a file (of a domain, of the meta set). */
function placeOf(problem: DataProblem, fileNames: ReadonlySet<string>): string {
  if (problem.line !== null)
    return t(`data:problems.places.${problem.lineKind}`, { line: formatCount(problem.line) });
  return fileNames.has(problem.file) ? t("data:problems.wholeFile") : "";
}

export function ProblemPanel(props: ProblemPanelProps) {
  const { problems, problemCount, fileNames, onDownload } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: problems.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 40,
    overscan: 8,
  });
  if (problemCount === 0) {
    return (
      <Panel title={t("data:problems.title")} note={t("data:problems.none")}>
        <p className={styles["none"]}>{t("data:problems.allUsed")}</p>
      </Panel>
    );
  }
  return (
    <Panel
      title={t("data:problems.title")}
      isFlush
      note={
        problems.length < problemCount
          ? t("data:problems.first", {
              shown: formatCount(problems.length),
              all: formatCount(problemCount),
            })
          : t("data:counts.problems", { count: problemCount, shown: formatCount(problemCount) })
      }
      actions={
        <Button icon={<Download />} onClick={onDownload}>
          {t("data:problems.download")}
        </Button>
      }
    >
      <section
        ref={scroller}
        className={styles["scroll"]}
        aria-label={t("data:problems.list")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        tabIndex={0}
      >
        <ul className={styles["list"]} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((line) => {
            const problem = problems[line.index];
            if (problem === undefined) return null;
            return (
              <li
                key={line.key}
                ref={virtualizer.measureElement}
                data-index={line.index}
                aria-setsize={problems.length}
                aria-posinset={line.index + 1}
                className={styles["problem"]}
                style={{ transform: `translateY(${line.start}px)` }}
              >
                <Badge tone={problem.severity === "error" ? "negative" : "warning"}>
                  {problem.severity === "error"
                    ? t("data:problems.leftOut")
                    : t("data:problems.kept")}
                </Badge>
                <span className={styles["where"]}>
                  <span className={styles["file"]}>
                    {fileNames.has(problem.file) ? problem.file : said(problem.file)}
                  </span>
                  <span>{placeOf(problem, fileNames)}</span>
                  {problem.field !== null && <code>{problem.field}</code>}
                </span>
                <span className={styles["message"]}>{said(problem.message)}</span>
              </li>
            );
          })}
        </ul>
      </section>
    </Panel>
  );
}
