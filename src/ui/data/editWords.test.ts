import { afterEach, beforeAll, expect, test } from "vitest";
import type { CorpusEdit } from "../../domain/corpusEdit.ts";
import { loadAreas, setLanguage } from "../../strings/strings.ts";
import { editWords } from "./editWords.ts";

const EDITS: CorpusEdit[] = [
  { kind: "rename", from: "a", to: "$t(b)" },
  { kind: "merge", names: ["a", "b"], into: "c" },
  { kind: "enable", name: "a", isEnabled: true },
  { kind: "enable", name: "a", isEnabled: false },
];

beforeAll(() => loadAreas(["data"]));
afterEach(() => setLanguage("en"));

test("an edit is named in the language shown", async () => {
  expect(EDITS.map(editWords)).toEqual([
    "Renamed “a” to “$t(b)”",
    "Merged 2 domains into “c”",
    "Switched “a” on",
    "Switched “a” off",
  ]);
  await setLanguage("zh-Hant");
  expect(EDITS.map(editWords)).toEqual([
    "已將「a」改名為「$t(b)」",
    "已將 2 個領域合併為「c」",
    "已啟用「a」",
    "已停用「a」",
  ]);
});
