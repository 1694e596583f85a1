// A domain's name in the table, and the field it turns into to be renamed.
import { Check, Pencil, X } from "lucide-react";
import { useState } from "react";
import { DomainSwatch } from "../primitives/DomainSwatch.tsx";
import { IconButton } from "../primitives/IconButton.tsx";
import { TextField } from "../primitives/TextField.tsx";
import styles from "./DomainTable.module.css";

export interface DomainNameProps {
  name: string;
  slot: number;
  isDisabled: boolean;
  /** True where the new name was taken; false leaves the field open. */
  onRename: (to: string) => Promise<boolean>;
}

export function DomainName({ name, slot, isDisabled, onRename }: DomainNameProps) {
  const [text, setText] = useState<string | null>(null);

  async function rename(): Promise<void> {
    const to = (text ?? "").trim();
    if (to === "" || to === name || (await onRename(to))) setText(null);
  }

  if (text === null) {
    return (
      <span className={styles["name"]}>
        <DomainSwatch slot={slot} />
        <span className={styles["nameText"]} title={name}>
          {name}
        </span>
        <IconButton
          className={styles["small"] ?? ""}
          label={`Rename ${name}`}
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
      <DomainSwatch slot={slot} />
      <TextField
        aria-label={`New name for ${name}`}
        className={styles["nameField"]}
        value={text}
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key === "Escape") setText(null);
        }}
      />
      <IconButton className={styles["small"] ?? ""} label="Save the name" type="submit">
        <Check aria-hidden="true" />
      </IconButton>
      <IconButton
        className={styles["small"] ?? ""}
        label="Keep the old name"
        onClick={() => setText(null)}
      >
        <X aria-hidden="true" />
      </IconButton>
    </form>
  );
}
