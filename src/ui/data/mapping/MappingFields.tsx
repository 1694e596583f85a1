// The fields of a format, each with the column of the file that it is, and an example of what stands there.
import { useId } from "react";
import type { FieldMapping, FilePeek } from "../../../domain/fieldMapping.ts";
import { Select } from "../../primitives/Select.tsx";
import styles from "./MappingFields.module.css";

export interface MappingFieldsProps {
  peek: FilePeek;
  mapping: FieldMapping;
  /** An empty column: the file has no such field. */
  onChoose: (field: string, column: string) => void;
}

export function MappingFields({ peek, mapping, onChoose }: MappingFieldsProps) {
  const base = useId();
  const fields = peek.targets.find(({ format }) => format === mapping.format)?.fields ?? [];
  const examples = new Map(peek.columns.map(({ name, example }) => [name, example]));
  return (
    <section className={styles["fields"]} aria-label="Fields and their columns">
      {fields.map(({ name, isRequired, meaning }) => {
        const column = mapping.fields[name] ?? "";
        const id = `${base}-${name}`;
        const isMissing = isRequired && column === "";
        const none = isRequired ? "Choose a column…" : "Not in the file";
        const known = examples.has(column) || column === "" ? [] : [column];
        return (
          <div key={name} className={styles["field"]} data-chosen={column !== ""}>
            <label htmlFor={id} className={styles["label"]}>
              <span className={styles["name"]}>{name}</span>
              {isRequired && <span className={styles["required"]}>needed</span>}
              <span className={styles["meaning"]}>{meaning}</span>
            </label>
            <Select
              id={id}
              className={styles["select"] ?? ""}
              value={column}
              isInvalid={isMissing}
              aria-describedby={`${id}-example`}
              options={[
                { value: "", label: none },
                ...[...known, ...examples.keys()].map((value) => ({ value, label: value })),
              ]}
              onChange={(value) => onChoose(name, value)}
            />
            <p id={`${id}-example`} className={styles["example"]}>
              {column !== "" && (examples.get(column) || "empty in the first rows")}
            </p>
          </div>
        );
      })}
    </section>
  );
}
