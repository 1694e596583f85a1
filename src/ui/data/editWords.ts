// What an edit of the domains did, for whoever may take it back.
import type { CorpusEdit } from "../../domain/corpusEdit.ts";
import { t } from "../../strings/strings.ts";

/** "Renamed “a” to “b”", in the language shown. */
export function editWords(edit: CorpusEdit): string {
  switch (edit.kind) {
    case "rename":
      return t("data:edits.rename", { from: edit.from, to: edit.to });
    case "merge":
      return t("data:edits.merge", { count: edit.names.length, into: edit.into });
    case "enable":
      return edit.isEnabled
        ? t("data:edits.on", { name: edit.name })
        : t("data:edits.off", { name: edit.name });
    default:
      return edit satisfies never;
  }
}
