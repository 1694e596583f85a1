// What the worker says in English is said in the language shown.
import { afterEach, describe, expect, test } from "vitest";
import { said } from "./said.ts";
import { loadAreas, setLanguage } from "./strings.ts";

afterEach(() => setLanguage("en"));

describe("in Chinese", () => {
  test("sentences, with what stands in them", async () => {
    await loadAreas(["evaluate"]);
    await setLanguage("zh-Hant");
    expect(said("Training")).toBe("訓練中");
    expect(said("built-in suite: planted, seed 7")).toBe("內建題組：植入（planted），種子 7");
    expect(said("Encoding training chains: 42 %")).toBe("正在編碼訓練推理鏈：42 %");
  });

  test("the template that says more wins, whichever area it is of", async () => {
    await loadAreas(["features"]);
    await setLanguage("zh-Hant");
    expect(said("Reading a.jsonl")).toBe("正在讀取 a.jsonl");
    expect(said("Reading with Xenova/all-MiniLM-L6-v2")).toBe(
      "正在用 Xenova/all-MiniLM-L6-v2 讀取",
    );
    expect(said("Loading a/b for the processor, q8")).toBe("正在為處理器載入 a/b（q8）");
  });

  test("what no template fits stays as it is", async () => {
    await setLanguage("zh-Hant");
    expect(said("The GPU was lost (error 7)")).toBe("The GPU was lost (error 7)");
    expect(said("Paused: the disk is full")).toBe("已暫停：the disk is full");
  });
});

test("English is left alone", () => {
  expect(said("Training")).toBe("Training");
});
