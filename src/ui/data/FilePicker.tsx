// Where files come in by hand: the place to drop them, and two pickers for those who do not drag.
import type { DroppedFile } from "./collectDroppedFiles.ts";
import { FileButtons } from "./FileButtons.tsx";
import styles from "./FilePicker.module.css";

export interface FilePickerProps {
  isReplacing: boolean;
  onReplacingChange: (isReplacing: boolean) => void;
  onFiles: (files: DroppedFile[]) => void;
}

export function FilePicker({ isReplacing, onReplacingChange, onFiles }: FilePickerProps) {
  return (
    <div className={styles["picker"]}>
      <div className={styles["zone"]}>
        <p className={styles["title"]}>Drop files or folders anywhere here</p>
        <p className={styles["about"]}>
          Training shards, a meta set, best-of-N candidates, their images, vectors of steps; JSON,
          JSONL or Parquet, also gzipped or in a ZIP.
        </p>
        <FileButtons filesLabel="Files to load" folderLabel="Folder to load" onFiles={onFiles} />
      </div>
      <fieldset className={styles["mode"]}>
        <legend className="visuallyHidden">What happens to the present data</legend>
        <label>
          <input
            type="radio"
            name="loadMode"
            checked={isReplacing}
            onChange={() => onReplacingChange(true)}
          />
          Replace the present data
        </label>
        <label>
          <input
            type="radio"
            name="loadMode"
            checked={!isReplacing}
            onChange={() => onReplacingChange(false)}
          />
          Add to it
        </label>
      </fieldset>
    </div>
  );
}
