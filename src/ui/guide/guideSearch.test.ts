// Finding places in the guide, in both languages, on the guide's own text.
import { afterEach, describe, expect, it } from "vitest";
import type { Language } from "../../strings/areas.ts";
import { setLanguage, t } from "../../strings/strings.ts";
import { excerptOf, indexGuide, queryTokens, tokensOf } from "./guideSearch.ts";
import { loadGuideText } from "./guideText.ts";

async function search(language: Language, query: string) {
  await setLanguage(language);
  const find = indexGuide(await loadGuideText(language), (section) =>
    t(`common:guideSections.${section}`),
  );
  return find(query);
}
const sections = async (language: Language, query: string) =>
  (await search(language, query)).map(({ section }) => section);

afterEach(() => setLanguage("en"));

describe("words", () => {
  it("are lower case, cut at everything that is no letter or digit", () => {
    expect(tokensOf("Best-of-N, pass@1")).toEqual(["best", "of", "n", "pass", "1"]);
  });

  it("of Chinese are characters and pairs, apart from Latin beside them", () => {
    expect(tokensOf("PRM分數高")).toEqual(["prm", "分", "數", "高", "分數", "數高"]);
    expect(queryTokens("分數高")).toEqual(["分數", "數高"]);
    expect(queryTokens("分")).toEqual(["分"]);
  });
});

describe("the guide is found", () => {
  it.each([
    ["hypergradient", "levels"],
    ["shrinkage", "weights"],
    ["permuted", "verdict"],
    ["command palette", "keys"],
    ["rollouts", "labels"],
    ["image_path", "data"],
  ] as const)("in English by “%s”: %s", async (query, section) => {
    expect(await sections("en", query)).toContain(section);
  });

  it.each([
    ["超梯度", "levels"],
    ["收縮", "weights"],
    ["打亂的權重", "verdict"],
    ["指令面板", "keys"],
    ["提早停止", "labels"],
    ["image_path", "data"],
    ["後設集", "data"],
  ] as const)("in Chinese by 「%s」: %s", async (query, section) => {
    expect(await sections("zh-Hant", query)).toContain(section);
  });

  it("with the section that is about it first", async () => {
    expect((await sections("en", "glossary"))[0]).toBe("words");
    expect((await sections("zh-Hant", "鍵盤"))[0]).toBe("keys");
  });

  it("from the beginning of a word, and in spite of a slip", async () => {
    expect(await sections("en", "hypergrad")).toContain("levels");
    expect(await sections("en", "hypergadient")).toContain("levels");
  });

  it("only where all words stand, and nowhere for what it does not tell", async () => {
    expect(await sections("en", "xylophone")).toEqual([]);
    expect(await sections("en", "xylophone weights")).toEqual([]);
    expect(await sections("zh-Hant", "長頸鹿")).toEqual([]);
    expect(await sections("en", "?! ")).toEqual([]);
  });

  it("with the words around it, what was found marked", async () => {
    const [found] = await search("zh-Hant", "超梯度");
    const marked = found?.excerpt.filter(({ isFound }) => isFound).map(({ text }) => text) ?? [];
    expect(`${found?.heading ?? ""}${marked.join("")}`).toMatch(/超梯|梯度/);
  });
});

describe("an excerpt", () => {
  it("marks whole words from their beginning, and Chinese wherever it stands", () => {
    const marked = (text: string, terms: string[]) =>
      excerptOf(text, terms)
        .filter(({ isFound }) => isFound)
        .map(({ text }) => text);
    expect(marked("A step, two steps, no footstep.", ["step"])).toEqual(["step", "steps"]);
    expect(marked("每個步驟的分數", ["步驟"])).toEqual(["步驟"]);
    expect(marked("好過打亂的權重；", ["打亂", "的權", "亂的", "權重"])).toEqual(["打亂的權重"]);
    expect(marked("What (is) this?", ["(is"])).toEqual(["(is"]);
  });

  it("is the text's beginning where nothing of it was found there", () => {
    const [only, ...others] = excerptOf(`${"long ".repeat(60)}`, []);
    expect(others).toEqual([]);
    expect(only?.text).toMatch(/^long long .*…$/);
  });
});
