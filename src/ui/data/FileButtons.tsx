// Two buttons that open the browser's pickers, for files and for a folder.
import { FileUp, FolderUp } from "lucide-react";
import { useRef } from "react";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { type DroppedFile, pickedFiles } from "./collectDroppedFiles.ts";
import styles from "./FileButtons.module.css";

/** React's types do not know the attribute; every browser does. */
const FOLDER_PICKER = { webkitdirectory: "" };

export interface FileButtonsProps {
  isDisabled?: boolean;
  /** What the two pickers are for, to those who do not see the buttons. */
  filesLabel: string;
  folderLabel: string;
  onFiles: (files: DroppedFile[]) => void;
}

export function FileButtons({
  isDisabled = false,
  filesLabel,
  folderLabel,
  onFiles,
}: FileButtonsProps) {
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);

  function take(input: HTMLInputElement): void {
    const files = pickedFiles(input.files ?? new DataTransfer().files);
    // Cleared, so that the same file can be picked again after it was corrected.
    input.value = "";
    if (files.length > 0) onFiles(files);
  }

  const hidden = { className: "visuallyHidden", type: "file", multiple: true, tabIndex: -1 };
  return (
    <>
      <div className={styles["buttons"]}>
        <Button icon={<FileUp />} disabled={isDisabled} onClick={() => filesInput.current?.click()}>
          {t("data:files.choose")}
        </Button>
        <Button
          icon={<FolderUp />}
          disabled={isDisabled}
          onClick={() => folderInput.current?.click()}
        >
          {t("data:files.chooseFolder")}
        </Button>
      </div>
      <input
        {...hidden}
        ref={filesInput}
        aria-label={filesLabel}
        onChange={(event) => take(event.target)}
      />
      <input
        {...hidden}
        {...FOLDER_PICKER}
        ref={folderInput}
        aria-label={folderLabel}
        onChange={(event) => take(event.target)}
      />
    </>
  );
}
