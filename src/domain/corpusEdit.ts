// Edits of the data's domains, as plain data: they are made, taken back, kept and named in words.

export type CorpusEdit =
  | { kind: "rename"; from: string; to: string }
  | { kind: "merge"; names: string[]; into: string }
  | { kind: "enable"; name: string; isEnabled: boolean };

/** What an edit did, for whoever may take it back. */
export function editWords(edit: CorpusEdit): string {
  switch (edit.kind) {
    case "rename":
      return `Renamed “${edit.from}” to “${edit.to}”`;
    case "merge":
      return `Merged ${edit.names.length} domains into “${edit.into}”`;
    case "enable":
      return `Switched “${edit.name}” ${edit.isEnabled ? "on" : "off"}`;
    default:
      return edit satisfies never;
  }
}
