// The fields of a format, each with the column of the file that it is, and an example of what stands there.
import { useId } from "react";
import type { FieldMapping, FieldMeaning, FilePeek } from "../../../domain/fieldMapping.ts";
import { t } from "../../../strings/strings.ts";
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
    <section className={styles["fields"]} aria-label={t("data:mapping.fields")}>
      {fields.map(({ name, isRequired, meaning, orElse }) => {
        const column = mapping.fields[name] ?? "";
        const id = `${base}-${name}`;
        const isMissing = isRequired && column === "";
        const none = isRequired ? t("data:mapping.choose") : t("data:mapping.notThere");
        const known = examples.has(column) || column === "" ? [] : [column];
        return (
          <div key={name} className={styles["field"]} data-chosen={column !== ""}>
            <label htmlFor={id} className={styles["label"]}>
              <span className={styles["name"]}>{name}</span>
              {isRequired && <span className={styles["required"]}>{t("data:mapping.needed")}</span>}
              <span className={styles["meaning"]}>{meaningWords(meaning, orElse)}</span>
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
              {column !== "" && (examples.get(column) || t("data:mapping.emptyRows"))}
            </p>
          </div>
        );
      })}
    </section>
  );
}

/** What stands in a field, and which fields may stand for it. */
function meaningWords(meaning: FieldMeaning, orElse: readonly string[]): string {
  const words = t(`data:meanings.${meaning}`);
  if (orElse.length === 0) return words;
  const fields = orElse.join(t("data:mapping.and"));
  return t("data:mapping.orGive", { meaning: words, fields });
}
