// Story: someone whose browser asks for Chinese loads data in Chinese and trains; no view is left in English.
import { expect, type Page, test } from "@playwright/test";
import { chineseFiles } from "./fixtures/chineseData.ts";
import { TINY_SETTINGS } from "./fixtures/tinySettings.ts";

test.use({ locale: "zh-TW" });

/** Names, and terms that stand in brackets behind the Chinese word or have no other. */
const TERMS =
  /meta set|meta loss|byte-pair token|JSON lines|log p|DreamPRM Studio|Hugging Face|WebAssembly SIMD/g;

/** Two English words in a row, in what is read or heard, apart from code and what a person types. */
function englishOf(page: Page): Promise<string[]> {
  return page.evaluate((terms) => {
    const isEnglish = (text: string) =>
      /[a-z]{2,} [a-z]{2,}/i.test(text.replaceAll(new RegExp(terms, "g"), ""));
    const found = new Set<string>();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const text = (node.textContent ?? "").trim();
      const isCode = node.parentElement?.closest("code, pre, script, noscript, textarea") !== null;
      if (!isCode && isEnglish(text)) found.add(text);
    }
    for (const element of document.body.querySelectorAll("*")) {
      for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        const text = element.getAttribute(name) ?? "";
        if (isEnglish(text)) found.add(`${name}: ${text}`);
      }
    }
    return [...found];
  }, TERMS.source);
}

test("no view is left in English", async ({ page }) => {
  const query = new URLSearchParams(
    Object.entries(TINY_SETTINGS).map(([key, value]) => [key, String(value)]),
  );
  await page.goto(`./?${query}`);
  const train = page.getByRole("button", { name: "訓練", exact: true });
  await expect(train).toBeEnabled();
  const show = (view: string) =>
    page.getByRole("navigation", { name: "檢視" }).getByRole("link", { name: view }).click();
  const expectChinese = (view: string) =>
    expect.poll(() => englishOf(page), { message: view }).toEqual([]);
  await expectChinese("opening");

  await show("資料");
  await page.getByRole("radio", { name: "取代目前的資料" }).check();
  await page.getByLabel("要載入的檔案").setInputFiles(chineseFiles());
  await expect(page.getByText("讀到的每一列都在使用中。")).toBeVisible();
  await expectChinese("data");
  await page.getByRole("button", { name: "用預訓練模型…" }).click();
  await expectChinese("pretrained model");
  await page.keyboard.press("Escape");

  await show("標註");
  await page.getByRole("radio", { name: "語言模型" }).check();
  await page.getByRole("button", { name: "更多", exact: true }).click();
  await page.getByLabel("溫度").fill("9");
  await expectChinese("label");

  await show("訓練");
  await train.click();
  await expect(page.getByRole("status", { name: "執行狀態" })).toHaveText("已完成");
  // Settings most people leave alone, and why the weights moved.
  const folded = page.locator('main button[aria-expanded="false"]:not([aria-haspopup])');
  while ((await folded.count()) > 0) await folded.first().click();
  await expectChinese("train");

  await show("評估");
  await expect(page.getByRole("heading", { name: "是真的嗎？" })).toBeVisible();
  await expectChinese("evaluate");
  await show("檢查");
  await page.getByRole("listbox", { name: "推理鏈" }).getByRole("option").first().click();
  await expectChinese("inspect");
  await show("紀錄");
  await expect(page.getByRole("checkbox", { name: /^選取 / }).first()).toBeVisible();
  await page.getByRole("button", { name: "儲存空間…" }).click();
  await expect(page.getByRole("dialog", { name: "儲存空間" })).toBeVisible();
  await expectChinese("runs and storage");
});
