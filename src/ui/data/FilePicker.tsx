// Where files come in by hand: the place to drop them, and two pickers for those who do not drag.
import { FileUp, FolderUp } from "lucide-react";
import { useRef } from "react";
import { Button } from "../primitives/Button.tsx";
import { type DroppedFile, pickedFiles } from "./collectDroppedFiles.ts";
import styles from "./FilePicker.module.css";

/** React's types do not know the attribute; every browser does. */
const FOLDER_PICKER = { webkitdirectory: "" };

export interface FilePickerProps {
  isReplacing: boolean;
  onReplacingChange: (isReplacing: boolean) => void;
  onFiles: (files: DroppedFile[]) => void;
}

export function FilePicker({ isReplacing, onReplacingChange, onFiles }: FilePickerProps) {
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);

  function take(input: HTMLInputElement): void {
    const files = pickedFiles(input.files ?? new DataTransfer().files);
    // Cleared, so that the same file can be picked again after it was corrected.
    input.value = "";
    if (files.length > 0) onFiles(files);
  }

  return (
    <div className={styles["picker"]}>
      <div className={styles["zone"]}>
        <p className={styles["title"]}>Drop files or folders anywhere here</p>
        <p className={styles["about"]}>
          Training shards, a meta set, best-of-N candidates, their images, vectors of steps; JSON,
          JSONL or Parquet, also gzipped or in a ZIP.
        </p>
        <div className={styles["buttons"]}>
          <Button icon={<FileUp />} onClick={() => filesInput.current?.click()}>
            Choose files
          </Button>
          <Button icon={<FolderUp />} onClick={() => folderInput.current?.click()}>
            Choose folder
          </Button>
        </div>
        <input
          ref={filesInput}
          className="visuallyHidden"
          type="file"
          multiple
          tabIndex={-1}
          aria-label="Files to load"
          onChange={(event) => take(event.target)}
        />
        <input
          ref={folderInput}
          className="visuallyHidden"
          type="file"
          multiple
          {...FOLDER_PICKER}
          tabIndex={-1}
          aria-label="Folder to load"
          onChange={(event) => take(event.target)}
        />
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
