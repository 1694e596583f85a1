// Says by hand what a file is and which of its columns are the fields, with the first rows as they will be
// read beside it.
import { useId, useState } from "react";
import { useStore } from "zustand";
import {
  type FieldMapping,
  type FilePeek,
  type FilePreview,
  ROW_FORMATS,
} from "../../../domain/fieldMapping.ts";
import { isWhole } from "../../../store/corpusStore.ts";
import { said } from "../../../strings/said.ts";
import { t } from "../../../strings/strings.ts";
import { Button } from "../../primitives/Button.tsx";
import { Dialog } from "../../primitives/Dialog.tsx";
import { ErrorNote } from "../../primitives/ErrorNote.tsx";
import { Select } from "../../primitives/Select.tsx";
import { useStudio } from "../../StudioContext.ts";
import styles from "./MappingDialog.module.css";
import { MappingFields } from "./MappingFields.tsx";
import { MappingPreview } from "./MappingPreview.tsx";

export function MappingDialog() {
  const { mapping: store, corpus } = useStudio();
  const { path, peek, mapping, preview, error } = useStore(store);
  const { summary, mappings, opened, isFromFiles } = useStore(corpus);
  const formatId = useId();
  const [isForOthers, setForOthers] = useState(true);
  if (path === null) return null;
  const { close, chooseFormat, chooseColumn, apply, reset } = store.getState();
  const held = new Set(opened.map((file) => file.path));
  const others =
    summary?.files
      .filter(({ name, format }) => format === "unknown" && name !== path && held.has(name))
      .map(({ name }) => name) ?? [];
  const isAnew = isWhole({ summary, opened, isFromFiles });

  return (
    <Dialog
      title={t("data:mapping.title", { name: path.split("/").at(-1) ?? path })}
      explanation={
        peek === null
          ? t("data:mapping.looking")
          : peek.format === null
            ? t("data:mapping.unrecognised", { reason: said(peek.reason) })
            : t("data:mapping.takenFor", {
                format: t(`data:formats.${peek.format}`),
                reason: said(peek.reason),
              })
      }
      isOpen
      isWide
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
    >
      {error !== null && <ErrorNote error={error} />}
      {peek !== null && mapping !== null && (
        <>
          <div className={styles["format"]}>
            <label htmlFor={formatId}>{t("data:mapping.rowsAre")}</label>
            <Select
              id={formatId}
              value={mapping.format}
              options={ROW_FORMATS.map((format) => ({
                value: format,
                label: t(`data:formats.${format}`),
              }))}
              onChange={chooseFormat}
            />
          </div>
          <div className={styles["columns"]}>
            <MappingFields peek={peek} mapping={mapping} onChoose={chooseColumn} />
            <MappingPreview preview={preview} />
          </div>
          {others.length > 0 && (
            <label className={styles["others"]}>
              <input
                type="checkbox"
                checked={isForOthers}
                onChange={(event) => setForOthers(event.target.checked)}
              />
              {t("data:mapping.others", { count: others.length })}
            </label>
          )}
          {isAnew && <p className={styles["about"]}>{t("data:mapping.anew")}</p>}
        </>
      )}
      <div className={styles["buttons"]}>
        {mappings[path] !== undefined && (
          <Button variant="ghost" onClick={() => void reset()}>
            {t("data:mapping.asRecognised")}
          </Button>
        )}
        <Button onClick={close}>{t("data:mapping.cancel")}</Button>
        <Button
          variant="primary"
          disabled={
            peek === null || mapping === null || !canRead(peek, mapping) || isHopeless(preview)
          }
          onClick={() => void apply(isForOthers ? others : [])}
        >
          {t("data:mapping.apply")}
        </Button>
      </div>
    </Dialog>
  );
}

/** Nothing can be read so, whatever stands in the rows. */
function isHopeless(preview: FilePreview | null): boolean {
  return (
    preview !== null && preview.rows === 0 && preview.problems.some(({ line }) => line === null)
  );
}

/** Every field that there is no way around has a column. */
function canRead({ targets }: FilePeek, { format, fields }: FieldMapping): boolean {
  const own = targets.find((target) => target.format === format)?.fields ?? [];
  return own.every(({ name, isRequired }) => !isRequired || fields[name] !== undefined);
}
