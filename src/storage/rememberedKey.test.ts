import { expect, test } from "vitest";
import { memoryStorage } from "./fixtures.ts";
import { browserKeyMemory } from "./rememberedKey.ts";

test("a key is kept with its address until it is forgotten", () => {
  const storage = memoryStorage();
  const memory = browserKeyMemory(() => storage);
  expect(memory.read()).toBeNull();
  expect(memory.keep({ origin: "https://a.test", key: "k" })).toBe(true);
  expect(memory.read()).toEqual({ origin: "https://a.test", key: "k" });
  memory.forget();
  expect(memory.read()).toBeNull();
  expect(storage.length).toBe(0);
});

test("forbidden or spoilt storage is like none", () => {
  const forbidden = browserKeyMemory(() => {
    throw new Error("denied");
  });
  expect(forbidden.read()).toBeNull();
  expect(forbidden.keep({ origin: "https://a.test", key: "k" })).toBe(false);
  forbidden.forget();
  const storage = memoryStorage();
  storage.setItem("dreamprm-studio.endpointKey", "{not json");
  expect(browserKeyMemory(() => storage).read()).toBeNull();
});
