// What a study consists of: tasks in their order, and a report made of what they found.
import type { StudyKind, StudyReport } from "../../domain/study.ts";
import type { StudyFinding } from "./studyFinding.ts";
import type { TaskContext } from "./trainOne.ts";

export interface StudyTask {
  id: string;
  label: string;
  /** Null for what is no training. */
  seed: number | null;
  /** Work compared with other tasks of the study, for the progress. */
  cost: number;
  /** What it found; the plan knows of it only once it has adopted it. */
  perform: (context: TaskContext) => Promise<StudyFinding>;
}

export interface StudyPlan {
  kind: StudyKind;
  title: string;
  /** Done in order; a stopped study leaves out the rest. */
  tasks: StudyTask[];
  /** Done at the end, also of a stopped study, with what there is. */
  closing: StudyTask[];
  /**
   * Takes what a task found, now or before a reload; in the order of the tasks. Throws Error where it is no
   * finding of this task.
   */
  adopt: (taskId: string, finding: StudyFinding) => void;
  /** Null where too little was done to report on. */
  report: (elapsedMs: number) => StudyReport | null;
}
