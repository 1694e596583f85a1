// Story: a trained PRM's scores are read step by step, and change as a step is edited.
import { expect, test } from "@playwright/test";
import { allFiles, CANDIDATES, candidatesFile, QUESTIONS } from "./fixtures/sumData.ts";
import { StudioPage } from "./studioPage.ts";

interface ScoreLine {
  id: string;
  candidate: number;
  stepScores: number[];
  chainScore: number;
}

for (const encoder of ["lexical", "transformer"] as const) {
  test(`scores are the exported ones, follow an edit and come back (${encoder})`, async ({
    page,
  }) => {
    const studio = new StudioPage(page);
    await studio.open({
      backend: "cpu",
      "encoder.kind": encoder,
      ...(encoder === "transformer" ? { "encoder.languageModel.steps": 30 } : {}),
      "lower.steps": 60,
      "upper.warmupSteps": 10,
    });
    await studio.loadFiles(allFiles());
    await studio.show("Train");
    await studio.button("Train").click();
    await studio.expectState("finished");
    const { files } = await studio.exportRun();
    const lines = (files["scores.jsonl"] ?? "")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as ScoreLine);
    expect(lines).toHaveLength(QUESTIONS * CANDIDATES);
    const [first, second] = lines;
    if (first === undefined || second === undefined) throw new Error("no scores were exported");

    await studio.show("Inspect");
    await page.getByRole("combobox", { name: "Chains from" }).selectOption({ label: "Candidates" });
    const options = page.getByRole("listbox", { name: "Chains" }).getByRole("option");
    await expect(options.first()).toHaveAttribute("aria-setsize", String(QUESTIONS * CANDIDATES));
    await options.first().click();
    const chain = page.getByRole("article", { name: "Open chain" });
    const score = (step: number) =>
      chain
        .getByRole("listitem", { name: `Step ${step}`, exact: true })
        .locator('[data-figure="score"]');
    const expectScores = async ({ stepScores, chainScore }: ScoreLine) => {
      for (const [i, value] of stepScores.entries())
        await expect(score(i + 1)).toHaveText(value.toFixed(3));
      await expect(chain.getByRole("row", { name: /^Mean logit/ })).toContainText(
        chainScore.toFixed(3),
      );
    };
    await expectScores(first);

    // Editing step 2 moves its score and those after it, never the one before.
    const text = chain.getByRole("textbox", { name: "Text of step 2" });
    const original = await text.inputValue();
    await text.fill('<b>7 + 7 = 99.</b> <img src="x" onerror="document.title = 1">');
    await expect(score(2)).not.toHaveText((first.stepScores[1] ?? 0).toFixed(3));
    await expect(score(1)).toHaveText((first.stepScores[0] ?? 0).toFixed(3));
    await expect(chain.locator("img, b")).toHaveCount(0);

    // The edit outlives the page, and so does the PRM that scores it.
    const edited = (await score(2).textContent()) ?? "";
    await page.reload();
    await studio.show("Inspect");
    await expect(text).toHaveValue(/^<b>7 \+ 7 = 99/);
    await expect(score(2)).toHaveText(edited);
    await expect(chain.locator("img, b")).toHaveCount(0);
    await chain.getByRole("button", { name: "Restore original" }).click();
    await expect(text).toHaveValue(original);
    await expectScores(first);

    // The right arrow goes to the next chain.
    await chain.getByText(/^Start with/).click();
    await page.keyboard.press("ArrowRight");
    await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
    await expectScores(second);
  });
}

test("two PRMs stand side by side on one chain, each with its own scores", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({ backend: "cpu", "lower.steps": 60, "upper.warmupSteps": 10 });
  await studio.loadFiles(allFiles());
  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");
  const scoresOfRun = async () => {
    const { files } = await studio.exportRun();
    const [first] = (files["scores.jsonl"] ?? "").split("\n");
    return JSON.parse(first ?? "null") as ScoreLine;
  };
  const main = await scoresOfRun();
  await studio.button("Retrain").click();
  // Two short trainings: both have measured at their last step.
  for (const name of [/^Retrained/i, /^Vanilla/i]) {
    await expect(page.getByRole("row", { name }).getByRole("cell").last()).toHaveText("60");
  }
  await studio.expectState("finished");
  const retrained = await scoresOfRun();
  expect(retrained.stepScores).not.toEqual(main.stepScores);

  await studio.show("Inspect");
  await page.getByRole("combobox", { name: "Chains from" }).selectOption({ label: "Candidates" });
  await page.getByRole("listbox", { name: "Chains" }).getByRole("option").first().click();
  const chain = page.getByRole("article", { name: "Open chain" });
  const figure = (step: number, name: string) =>
    chain
      .getByRole("listitem", { name: `Step ${step}`, exact: true })
      .locator(`[data-figure="${name}"]`);
  const choice = chain.getByLabel("Compare with");
  // The shown PRM, the retrained one, is not offered.
  await expect(choice.getByRole("option")).toHaveText([/^nothing/, /^This run/, /^Vanilla/]);
  await choice.selectOption({ label: "This run, step 60" });
  for (const [i, value] of main.stepScores.entries()) {
    const shown = retrained.stepScores[i] ?? 0;
    await expect(figure(i + 1, "other")).toHaveText(value.toFixed(3));
    await expect(figure(i + 1, "score")).toHaveText(shown.toFixed(3));
    const gap = (await figure(i + 1, "gap").textContent())?.replace("−", "-");
    expect(Number(gap)).toBeCloseTo(shown - value, 2);
  }
  const row = chain.getByRole("row", { name: /^Mean logit/ });
  await expect(row).toContainText(retrained.chainScore.toFixed(3));
  await expect(row).toContainText(main.chainScore.toFixed(3));

  // Edits are scored by the shown PRM alone; the comparison is back with the original.
  await chain.getByRole("textbox", { name: "Text of step 2" }).fill("7 + 7 = 99.");
  await expect(chain.getByText(/Only the shown PRM scores edits/)).toBeVisible();
  await expect(figure(1, "other")).toHaveCount(0);
  await chain.getByRole("button", { name: "Restore original" }).click();
  await expect(figure(1, "other")).toHaveText((main.stepScores[0] ?? 0).toFixed(3));
  await choice.selectOption({ label: "nothing" });
  await expect(figure(1, "other")).toHaveCount(0);
});

test("text from files is shown as text", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({ backend: "cpu" });
  const hostile = '<img src="x" onerror="document.title = 1"><script>document.title = 2</script>';
  const candidates = candidatesFile();
  const rows = candidates.buffer
    .toString("utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  rows[0].question = hostile;
  rows[0].candidates[0].response = `Step 1: ${hostile}`;
  const buffer = Buffer.from(rows.map((row) => JSON.stringify(row)).join("\n"));
  await studio.loadFiles([...allFiles().slice(0, 4), { ...candidates, buffer }]);
  await studio.show("Inspect");
  await page.getByRole("combobox", { name: "Chains from" }).selectOption({ label: "Candidates" });
  await page.getByRole("listbox", { name: "Chains" }).getByRole("option").first().click();
  const chain = page.getByRole("article", { name: "Open chain" });
  await expect(chain.getByText(hostile, { exact: true }).first()).toBeVisible();
  await expect(chain.locator("img, script")).toHaveCount(0);
});
