import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FIRST_AREAS, FIRST_WORDS, LATER_WORDS, type LaterArea } from "../src/strings/areas.ts";
import { isRead, openKeys, wordsRead } from "./words.ts";

const SRC = fileURLToPath(new URL("../src", import.meta.url));
const LATER_AREAS = Object.keys(LATER_WORDS.en) as LaterArea[];
const AREAS = [...FIRST_AREAS, ...LATER_AREAS];

const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(SRC, join(entry.parentPath, entry.name)).split(sep).join("/"))
  .filter((file) => /^(ui|store)\/|^main\.tsx$/.test(file) && !/\.test\.tsx?$/.test(file));

const all = files.map((file) => ({
  file,
  ...wordsRead(file, readFileSync(join(SRC, file), "utf8"), AREAS),
}));

/** What looks like a sentence and is none: marks, values, English words to search by, an example's data. */
const NO_WORDS: readonly (readonly [file: string, what: RegExp])[] = [
  ["ui/keys/Palette.tsx", /^find chains$/],
  ["ui/keys/paletteEntries.ts", /^(isolate pin|use defaults)$/],
  ["ui/opening/tourStops.ts", /^tab /],
  ["ui/report/reportHtml.tsx", /^light dark$/],
  ["ui/train/SweepDialog.tsx", /^(true, false|false, true)$/],
  ["ui/guide/examples/exampleChains.ts", /./],
  ["ui/guide/examples/sumChains.ts", /./],
];

const isWords = (file: string, what: string) =>
  !NO_WORDS.some(([path, pattern]) => path === file && pattern.test(what));

describe("the words of the page", () => {
  it("stand in src/strings alone, and are read while drawing", () => {
    expect(files.length).toBeGreaterThan(100);
    const faults = all.flatMap(({ file, faults: own }) =>
      own
        .filter(({ what }) => isWords(file, what))
        .map(({ line, what }) => `${file}:${line}: ${what}`),
    );
    expect(faults).toEqual([]);
  });

  it("are all read somewhere", async () => {
    const read = new Set(all.flatMap(({ keys }) => keys));
    const open = openKeys(read);
    const unread: string[] = [];
    const look = (path: string, part: unknown) => {
      // The worker's sentences are known by their words, not by their keys.
      if (/^\w+:said\./.test(`${path}.`)) return;
      if (typeof part !== "string") {
        for (const [key, inner] of Object.entries(part as object)) {
          look(path.endsWith(":") ? `${path}${key}` : `${path}.${key}`, inner);
        }
      } else if (!isRead(path, read, open)) unread.push(path);
    };
    const first = await FIRST_WORDS.en();
    for (const area of FIRST_AREAS) look(`${area}:`, first[area]);
    for (const area of LATER_AREAS) look(`${area}:`, (await LATER_WORDS.en[area]()).default);
    expect(unread).toEqual([]);
  });
});

describe("the check itself", () => {
  const faultsOf = (source: string) =>
    wordsRead("a.tsx", source, ["data"]).faults.map(({ what }) => what);

  it.each([
    ["text", "export const A = () => <p>Nothing here</p>;", ["Nothing here"]],
    ["one word", "export const A = () => <p>Rows</p>;", ["Rows"]],
    ["an attribute", 'export const A = () => <p aria-label="Rows" />;', ["Rows"]],
    [
      "a chosen text",
      'export const A = ({ is }) => <p>{is ? "Edit" : "Preview"}</p>;',
      ["Edit", "Preview"],
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    ["a filled one", "export const A = ({ n }) => <p title={`${n} rows`} />;", ["… rows"]],
    ["a table", 'export const A = [{ label: "Rows", value: "rows" }];', ["Rows"]],
    [
      "a notice",
      'export const a = (view) => view.notify("The labels are there");',
      ["The labels are there"],
    ],
    ["words kept", 'export const A = t("data:rows");', ["t is read before anything is drawn"]],
  ])("finds %s", (_, source, found) => expect(faultsOf(source)).toEqual(found));

  it.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    ["keys", 'export const A = ({ f }) => <p title={t("data:rows")}>{t(`data:formats.${f}`)}</p>;'],
    ["names and marks", 'export const A = () => <p title="DreamPRM Studio">α × 2 %</p>;'],
    ["errors", 'export const a = () => { throw new StudioError("data", "no rows in it"); };'],
    ["what is compared with", 'export const A = ({ s }) => <p>{s === "in use" ? 1 : 2}</p>;'],
  ])("lets %s be", (name, source) => {
    expect(faultsOf(source)).toEqual(name === "what is compared with" ? ["in use"] : []);
  });

  it("knows the keys that are read, also with parts filled in", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    const { keys } = wordsRead("a.ts", "const a = () => [t('data:a.b'), t(`data:c.${d}.e`)];", [
      "data",
    ]);
    const mark = 'const A = () => <p data-mark={t("data:a.c")} />;';
    expect(wordsRead("a.tsx", mark, ["data"]).keys).toEqual(["data:a.c"]);
    expect(keys).toEqual(["data:a.b", "data:c.*.e"]);
    const open = openKeys(keys);
    const isKnown = (key: string) => isRead(key, new Set(keys), open);
    expect(["data:a.b_one", "data:c.x.e", "data:c.x.f", "data:a"].map(isKnown)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
