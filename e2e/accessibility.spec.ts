// What everyone must be able to use: every view, empty and after a run, and what stands over it, is looked at by axe
// in both themes, wide and narrow; nothing scrolls sideways on a phone; what is focused is seen; nothing moves for
// who wants no motion; screen readers hear of states, not of every number.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { TINY_SETTINGS } from "./fixtures/tinySettings.ts";
import { StudioPage } from "./studioPage.ts";

const VIEWS = ["data", "label", "train", "evaluate", "inspect", "runs", "guide"] as const;
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/** Beside those that axe applies unasked (WCAG A and AA, best practices). */
const MORE_RULES = [
  "css-orientation-lock",
  "focus-order-semantics",
  "label-content-name-mismatch",
  "p-as-heading",
  "table-fake-caption",
  "target-size",
  "td-has-header",
];

/**
 * A line's name at its end is as small as its line is near to the next; the bar of the same domain beside the chart
 * is a target for the same (WCAG 2.5.8, "equivalent").
 */
const HAS_LARGER_EQUIVALENT = /^<button[^>]* data-part="endLabel"/;

/** What axe finds, in a line each. */
async function faultsOf(page: Page, where: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Without it axe opens a page of its own.
    .setLegacyMode(true)
    .options({ rules: Object.fromEntries(MORE_RULES.map((id) => [id, { enabled: true }])) })
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => id !== "target-size" || !HAS_LARGER_EQUIVALENT.test(html))
      .map(({ html }) => `${where}: ${id}: ${html.slice(0, 200)}`),
  );
}

/** Shows a view by its address, and waits until its code is there. */
async function showView(page: Page, view: (typeof VIEWS)[number]): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, view);
  await expect(page.locator(`[data-view="${view}"]`)).toBeVisible();
  await expect(page.getByRole("main")).toContainText(/\S/);
}

async function everyView(page: Page, where: string): Promise<string[]> {
  const faults: string[] = [];
  for (const view of VIEWS) {
    await showView(page, view);
    faults.push(...(await faultsOf(page, `${where} ${view}`)));
    faults.push(...(await sidewaysFaults(page, `${where} ${view}`)));
  }
  return faults;
}

/** Tables and charts may scroll within themselves, the page may not. */
async function sidewaysFaults(page: Page, where: string): Promise<string[]> {
  const { shown, needed } = await page.evaluate(() => ({
    shown: innerWidth,
    needed: document.scrollingElement?.scrollWidth ?? 0,
  }));
  return needed > shown ? [`${where}: ${needed} px wide on ${shown}`] : [];
}

test("axe finds nothing, in any view, theme and width", async ({ page }) => {
  const studio = new StudioPage(page);
  await page.emulateMedia({ colorScheme: "light" });
  await studio.open(TINY_SETTINGS);
  const faults = await everyView(page, "before a run, light, wide");
  await showView(page, "train");
  await studio.button("Train").click();
  await studio.expectState("finished");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const size of [WIDE, NARROW]) {
      await page.setViewportSize(size);
      faults.push(...(await everyView(page, `${colorScheme}, ${size.width} px`)));
    }
  }
  await page.setViewportSize({ width: 768, height: 1024 });
  for (const view of VIEWS) {
    await showView(page, view);
    faults.push(...(await sidewaysFaults(page, `768 px ${view}`)));
  }
  expect(faults).toEqual([]);
});

test("axe finds nothing in what stands over the page", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open(TINY_SETTINGS);
  const faults: string[] = [];
  const over: [string, () => Promise<void>][] = [
    ["keys", () => page.keyboard.press("?")],
    ["palette", () => page.keyboard.press("Control+k")],
    ["sweep", () => studio.button("Sweep…").click()],
  ];
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [name, open] of over) {
        await open();
        await expect(page.getByRole("dialog").first()).toBeVisible();
        faults.push(...(await faultsOf(page, `${name}, ${colorScheme}, ${size.width} px`)));
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toHaveCount(0);
      }
    }
  }
  expect(faults).toEqual([]);
});

/** What has the focus, where nothing around it shows that it has. */
const unseenFocus = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return null;
    // The ring may be that of a frame around a field.
    for (let at: Element | null = focused; at !== null; at = at.parentElement) {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
      const isRing = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
      if (isRing || (at === focused && boxShadow !== "none")) return null;
      if (at !== focused && !at.matches(":focus-within")) break;
      if (at.matches("main, header")) break;
    }
    return focused.outerHTML.slice(0, 160);
  });

test("what has the keyboard's focus is seen", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open(TINY_SETTINGS);
  const unseen: string[] = [];
  for (const view of ["train", "data", "runs"] as const) {
    await showView(page, view);
    for (let stop = 0; stop < 40; stop++) {
      await page.keyboard.press("Tab");
      const fault = await unseenFocus(page);
      if (fault !== null) unseen.push(`${view}: ${fault}`);
    }
  }
  expect([...new Set(unseen)]).toEqual([]);
});

test("a run is told by its states, and nothing moves for who wants no motion", async ({ page }) => {
  const studio = new StudioPage(page);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await studio.open({ ...TINY_SETTINGS, "lower.steps": 300 });
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const live = '[aria-live="polite"], [aria-live="assertive"], [role="status"], [role="alert"]';
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const around = target instanceof Element ? target : target.parentElement;
        const region = around?.closest(`${live}, [aria-live="off"]`);
        if (region?.matches(live)) said.push(region.textContent ?? "");
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await studio.button("Train").click();
  await studio.expectState("finished");
  const { said, moving } = await page.evaluate(() => ({
    said: (window as unknown as { said: string[] }).said,
    moving: document
      .getAnimations()
      .filter((animation) => Number(animation.effect?.getTiming().duration) > 1)
      .map((animation) => String(animation.effect)),
  }));
  expect(moving).toEqual([]);
  expect(said.length).toBeGreaterThan(0);
  expect(new Set(said).size, said.join(" | ")).toBeLessThanOrEqual(12);
});
