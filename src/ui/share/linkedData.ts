// What data a link's run is of: the present run's, or a kept one's.
import type { RunFile } from "../../domain/run.ts";
import type { Studio } from "../../store/studio.ts";
import type { LinkedData } from "./linkContent.ts";

/** What the suite is called, with nothing added to it; see generateSuite. */
const SUITE_SOURCE = /^built-in suite: \w+, seed \d+$/;

export function presentData({ corpus }: Studio): LinkedData {
  const { summary, undoable } = corpus.getState();
  if (summary === null || summary.isSuite) return { kind: "suite", isEdited: undoable.length > 0 };
  const names = summary.files.map(({ name }) => name);
  return { kind: "files", names, source: summary.source };
}

export function keptData({ data }: RunFile): LinkedData {
  return SUITE_SOURCE.test(data.source)
    ? { kind: "suite", isEdited: false }
    : { kind: "files", names: [], source: data.source };
}
