// Keeps the studies in the workspace as they change, and brings them back. A study that cannot be kept for want
// of room waits, so that nothing is trained that would be lost.
import type { StudioError } from "../../base/errors.ts";
import type { WorkspaceItem, WorkspaceWrite } from "../../domain/workspace.ts";
import { readStudies, writeStudies } from "../kept/keptStudy.ts";
import type { MakeWrite } from "../workspaceKeeper.ts";
import type { StudyController } from "./studyController.ts";
import type { KeptStudies } from "./studyFinding.ts";

export class StudyKeeping {
  private readonly studies: StudyController;
  /** Parts that are there and stay as they are. */
  private written: ReadonlySet<string> = new Set();

  constructor(studies: StudyController) {
    this.studies = studies;
  }

  /**
   * Writes what is to be kept now. `write` calls what it is given when the write's turn has come, and resolves
   * with null once it is written, else with what went wrong.
   */
  async save(write: (make: MakeWrite) => Promise<StudioError | null>): Promise<void> {
    let made: WorkspaceWrite | null = null;
    const failure = await write(() => {
      made = writeStudies(this.studies.kept, this.written);
      // Named as kept from the next write on; where this one fails they are written again.
      return made;
    });
    if (failure !== null) {
      this.written = new Set();
      if (failure.code === "full") this.studies.pause();
      return;
    }
    this.noteWritten(made);
  }

  /** What was kept, read. Throws StudioError("data") where it cannot be. */
  async read(item: WorkspaceItem): Promise<KeptStudies> {
    const kept = await readStudies(item);
    this.written = new Set(Object.keys(item.parts));
    return kept;
  }

  /** The workspace was emptied: everything has to be written again. */
  forget(): void {
    this.written = new Set();
  }

  private noteWritten(made: WorkspaceWrite | null): void {
    if (made !== null) this.written = new Set([...Object.keys(made.parts), ...made.kept]);
  }
}
