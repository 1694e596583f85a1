// Where files come in by hand: the place to drop them, and two pickers for those who do not drag.

import { t } from "../../strings/strings.ts";
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
        <p className={styles["title"]}>{t("data:files.drop")}</p>
        <p className={styles["about"]}>{t("data:files.about")}</p>
        <FileButtons
          filesLabel={t("data:files.filesLabel")}
          folderLabel={t("data:files.folderLabel")}
          onFiles={onFiles}
        />
      </div>
      <fieldset className={styles["mode"]}>
        <legend className="visuallyHidden">{t("data:files.mode")}</legend>
        <label>
          <input
            type="radio"
            name="loadMode"
            checked={isReplacing}
            onChange={() => onReplacingChange(true)}
          />
          {t("data:files.replace")}
        </label>
        <label>
          <input
            type="radio"
            name="loadMode"
            checked={!isReplacing}
            onChange={() => onReplacingChange(false)}
          />
          {t("data:files.add")}
        </label>
      </fieldset>
    </div>
  );
}
