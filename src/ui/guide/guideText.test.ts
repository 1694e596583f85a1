// The guide says the same in every language: the same parts, equations, examples and links; and it calls the
// app's controls by the names they have.
import katex from "katex";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import Markdown from "react-markdown";
import { afterAll, describe, expect, it } from "vitest";
import { readConfigPath } from "../../domain/configPaths.ts";
import { defaultRunConfig } from "../../domain/runConfig.ts";
import { GUIDE_SECTIONS, type GuideSection } from "../../store/guideSections.ts";
import { LANGUAGES, type Language } from "../../strings/areas.ts";
import { setLanguage, t } from "../../strings/strings.ts";
import { KATEX_OPTIONS } from "./Equation.tsx";
import { EXAMPLE_NAMES } from "./examples/exampleNames.ts";
import { MARKDOWN_PLUGINS } from "./GuideText.tsx";
import { settingOfLink } from "./goToSetting.ts";
import { fixedParts, type GuideText, guideTextOf, loadGuideText, plainText } from "./guideText.ts";

const OTHERS = LANGUAGES.filter((language) => language !== "en");

async function section(language: Language, name: GuideSection) {
  const found = (await loadGuideText(language)).find(({ section }) => section === name);
  return found?.parts ?? [];
}
const whole = (text: GuideText) =>
  text.flatMap(({ parts }) => parts.map(({ heading, body }) => `${heading ?? ""}\n${body}`));

afterAll(() => setLanguage("en"));

describe.each(LANGUAGES)("the guide in %s", (language) => {
  it("has every section, none of them short, in parts with headings", async () => {
    const text = await loadGuideText(language);
    expect(text.map(({ section }) => section)).toEqual([...GUIDE_SECTIONS]);
    for (const { section, parts } of text) {
      const length = parts.reduce((sum, { body }) => sum + plainText(body).length, 0);
      expect([section, length > (language === "en" ? 900 : 350)]).toEqual([section, true]);
      for (const { index, heading, body } of parts) {
        expect([section, index, heading === null, body !== ""]).toEqual([
          section,
          index,
          index === 0,
          true,
        ]);
      }
    }
  });

  it("has only equations that KaTeX sets, each with its MathML", async () => {
    const equations = whole(await loadGuideText(language))
      .flatMap((part) => [...part.matchAll(/\$\$([\s\S]+?)\$\$|\$([^$\n]+?)\$/g)])
      .map(([, block, inline]) => (block ?? inline ?? "").trim());
    expect(equations.length).toBeGreaterThan(40);
    for (const equation of equations) {
      expect(katex.renderToString(equation, KATEX_OPTIONS)).toContain("<math");
    }
  });

  it("leaves no mark of Markdown in what is read", async () => {
    for (const part of whole(await loadGuideText(language))) {
      const drawn = renderToStaticMarkup(
        createElement(Markdown, { remarkPlugins: MARKDOWN_PLUGINS }, part),
      );
      const read = drawn.replace(/<code[\s\S]*?<\/code>/g, "").replace(/<[^>]*>/g, "");
      expect(read.match(/[*$|`]|\]\(|^#/gm) ?? []).toEqual([]);
    }
  });

  it("links to sections and parts that there are", async () => {
    const text = await loadGuideText(language);
    const links = whole(text)
      .flatMap((part) => fixedParts(part))
      .filter((part) => part.startsWith("#guide/"));
    expect(links.length).toBeGreaterThan(8);
    for (const link of links) {
      const [, name, part = "0"] = link.split("/");
      const parts = text.find(({ section }) => section === name)?.parts;
      expect([link, parts?.[Number(part)] !== undefined]).toEqual([link, true]);
    }
  });

  it("links to settings that there are", async () => {
    const settings = whole(await loadGuideText(language))
      .flatMap((part) => fixedParts(part))
      .flatMap((link) => settingOfLink(link) ?? []);
    expect(settings.length).toBeGreaterThan(10);
    for (const path of settings) {
      expect([path, readConfigPath(defaultRunConfig(), path) !== undefined]).toEqual([path, true]);
    }
  });

  it("shows each live example once", async () => {
    const shown = whole(await loadGuideText(language)).flatMap((part) =>
      [...part.matchAll(/^```example\n(.*)$/gm)].map(([, name]) => name),
    );
    expect(shown.sort()).toEqual([...EXAMPLE_NAMES].sort());
  });

  it("calls controls by their names", async () => {
    await setLanguage(language);
    const named: [GuideSection, string][] = [
      ["start", t("train:strip.retrain")],
      ["start", t("evaluate:verdict.ask")],
      ["levels", t("why:title")],
      ["weights", t("config:fields.upper.shrinkage.label")],
      ["weights", t("config:fixed.asLearned")],
      ["data", t("data:read.title")],
      ["data", t("data:read.sayWhat")],
      ["features", t("features:fromModel")],
      ["features", t("features:fromFile")],
      ["train", t("config:fields.mode.label")],
      ["train", t("config:fields.lower.clipNorm.label")],
      ["train", t("config:fields.upper.unroll.label")],
      ["train", t("config:fields.upper.warmupSteps.label")],
      ["train", t("config:fields.upper.metaBatchSize.label")],
      ["train", t("config:fields.upper.estimator.label")],
      ["train", t("config:differences.restart")],
      ["train", t("train:strip.step")],
      ["train", t("train:sweep.open")],
      ["charts", t("why:title")],
      ["charts", t("charts:lowerLoss.title")],
      ["charts", t("charts:tools.smoothing")],
      ["charts", t("race:looks.multiples")],
      ["charts", t("charts:metaLoss.title")],
      ["charts", t("charts:auroc.title")],
      ["inspect", t("inspect:compare.label")],
      ["inspect", t("inspect:filters.sorts.disagreement")],
      ["share", t("share:copyLink")],
      ["share", t("share:saveReport")],
      ["share", t("train:strip.export")],
      ["share", t("data:source.official")],
    ];
    const missing: string[] = [];
    for (const [name, label] of named) {
      const text = (await section(language, name)).map(({ body }) => body.toLowerCase()).join("\n");
      if (!text.includes(label.toLowerCase())) missing.push(`${name}: ${label}`);
    }
    expect(missing).toEqual([]);
  });
});

describe.each(OTHERS)("the guide in %s beside English", (language) => {
  it.each(GUIDE_SECTIONS)("has the same parts, equations, examples and links: %s", async (name) => {
    const english = await section("en", name);
    const other = await section(language, name);
    expect(other.length).toBe(english.length);
    english.forEach(({ body }, index) => {
      expect(fixedParts(other[index]?.body ?? "").sort()).toEqual(fixedParts(body).sort());
    });
  });

  it.each(GUIDE_SECTIONS)(
    "has tables of as many rows, and leaves no part in English: %s",
    async (name) => {
      const english = await section("en", name);
      for (const { index, heading, body } of await section(language, name)) {
        const rows = (text: string) => text.match(/^\|.*\|$/gm)?.length ?? 0;
        expect(rows(body)).toBe(rows(english[index]?.body ?? ""));
        expect(`${heading ?? ""}${body}`).toMatch(/\p{Script=Han}{4}/u);
      }
    },
  );
});

describe("the guide's files", () => {
  it("miss no section", () => {
    expect(() => guideTextOf({ "./en/start.md": "Welcome." })).toThrow(/has no “prm”/);
  });

  it("are told without their marks", () => {
    const markdown =
      "A **weight** $\\alpha_k$ is `1`.\n\n```example\nscore\n```\n\n| a | b |\n|---|---|\n| [c](#train) | d |";
    expect(plainText(markdown)).toBe("A weight \\alpha_k is 1 . a b c d");
  });
});
