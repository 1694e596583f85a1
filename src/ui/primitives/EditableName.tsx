// A name in a table, and the field it turns into to be changed.
import { Check, Pencil, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { t } from "../../strings/strings.ts";
import styles from "./EditableName.module.css";
import { IconButton } from "./IconButton.tsx";
import { TextField } from "./TextField.tsx";

export interface EditableNameProps {
  name: string;
  /** What stands before it: the mark of its line in the charts. */
  mark: ReactNode;
  isDisabled?: boolean;
  /** True where the new name was taken; false leaves the field open. */
  onRename: (to: string) => Promise<boolean>;
}

export function EditableName({ name, mark, isDisabled = false, onRename }: EditableNameProps) {
  const [text, setText] = useState<string | null>(null);

  async function rename(): Promise<void> {
    const to = (text ?? "").trim();
    if (to === "" || to === name || (await onRename(to))) setText(null);
  }

  if (text === null) {
    return (
      <span className={styles["name"]}>
        {mark}
        <span className={styles["text"]} data-part="name" title={name}>
          {name}
        </span>
        <IconButton
          className={`${styles["small"]} ${styles["rename"]}`}
          label={t("common:rename", { name })}
          disabled={isDisabled}
          onClick={() => setText(name)}
        >
          <Pencil aria-hidden="true" />
        </IconButton>
      </span>
    );
  }
  return (
    <form
      className={styles["name"]}
      onSubmit={(event) => {
        event.preventDefault();
        void rename();
      }}
    >
      {mark}
      <TextField
        aria-label={t("common:newName", { name })}
        className={styles["field"]}
        value={text}
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key === "Escape") setText(null);
        }}
      />
      <IconButton className={styles["small"] ?? ""} label={t("common:saveName")} type="submit">
        <Check aria-hidden="true" />
      </IconButton>
      <IconButton
        className={styles["small"] ?? ""}
        label={t("common:keepName")}
        onClick={() => setText(null)}
      >
        <X aria-hidden="true" />
      </IconButton>
    </form>
  );
}
