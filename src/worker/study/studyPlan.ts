// What a study consists of: tasks in their order, and a report made of what they found.
import type { StudyKind, StudyReport } from "../../domain/study.ts";
import type { TaskContext } from "./trainOne.ts";

export interface StudyTask {
  id: string;
  label: string;
  /** Null for what is no training. */
  seed: number | null;
  /** Work compared with other tasks of the study, for the progress. */
  cost: number;
  perform: (context: TaskContext) => Promise<void>;
}

export interface StudyPlan {
  kind: StudyKind;
  title: string;
  /** Done in order; a stopped study leaves out the rest. */
  tasks: StudyTask[];
  /** Done at the end, also of a stopped study, with what there is. */
  closing: StudyTask[];
  /** Null where too little was done to report on. */
  report: (elapsedMs: number) => StudyReport | null;
}
