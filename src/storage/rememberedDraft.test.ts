import { expect, test } from "vitest";
import { memoryStorage } from "./fixtures.ts";
import { browserDraftMemory, type RememberedDraft } from "./rememberedDraft.ts";

const DRAFT: RememberedDraft = {
  source: "meta",
  ref: 12,
  chain: "0123456789abcdef01234567",
  steps: [
    { text: "half \ud83d of a pair", origin: 0 },
    { text: "<b>added</b>", origin: null },
  ],
};

test("a draft is kept until it is forgotten", () => {
  const storage = memoryStorage();
  const memory = browserDraftMemory(() => storage);
  expect(memory.read()).toBeNull();
  memory.keep(DRAFT);
  expect(browserDraftMemory(() => storage).read()).toEqual(DRAFT);
  memory.forget();
  expect(memory.read()).toBeNull();
  expect(storage.length).toBe(0);
});

test("forbidden, full or spoilt storage is like none", () => {
  const forbidden = browserDraftMemory(() => {
    throw new Error("denied");
  });
  forbidden.keep(DRAFT);
  expect(forbidden.read()).toBeNull();
  forbidden.forget();

  const storage = memoryStorage();
  browserDraftMemory(() => storage).keep(DRAFT);
  const setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const full = browserDraftMemory(() => ({ ...storage, setItem }));
  full.keep({ ...DRAFT, ref: 13 });
  expect(full.read()).toBeNull();

  const wrong = [
    "{not json",
    "[]",
    JSON.stringify({ version: 2, ...DRAFT }),
    JSON.stringify({ version: 1, ...DRAFT, ref: -1 }),
    JSON.stringify({ version: 1, ...DRAFT, steps: [] }),
    JSON.stringify({ version: 1, ...DRAFT, steps: [{ text: 3, origin: 0 }] }),
    '{"version":1,"__proto__":{"source":"meta"},"ref":0,"chain":"","steps":[{"text":"","origin":0}]}',
  ];
  for (const text of wrong) {
    storage.setItem("dreamprm-studio.chainDraft", text);
    expect(browserDraftMemory(() => storage).read(), text).toBeNull();
  }
  expect(({} as { source?: string }).source).toBeUndefined();
});
