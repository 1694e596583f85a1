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
