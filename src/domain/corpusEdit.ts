// Edits of the data's domains, as plain data: they are made, taken back, kept, and named by the page.

export type CorpusEdit =
  | { kind: "rename"; from: string; to: string }
  | { kind: "merge"; names: string[]; into: string }
  | { kind: "enable"; name: string; isEnabled: boolean };
