// Story: the encoder is chosen in the form. Its own fields and defaults come with it, the address says
// no more than that, and the way back loses nothing.
import { expect, test } from "@playwright/test";
import { StudioPage } from "./studioPage.ts";

test("an encoder brings its fields and defaults; what was set by hand stays", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({ seed: 4 });
  await studio.show("Train");
  const form = page.getByRole("form", { name: "Configuration" });
  const field = (name: string) => form.getByRole("textbox", { name }).first();
  const encoder = form.getByRole("combobox", { name: "Encoder" });
  await form.getByRole("button", { name: /^Encoder size/ }).click();
  await form.getByRole("button", { name: /^Lower level/ }).click();
  await expect(form.getByText("65,841 parameters")).toBeVisible();
  await expect(field("Batch size")).toHaveValue("128");
  await field("Lower steps").fill("70");

  await encoder.selectOption("transformer");
  await expect(form.getByText("131,201 parameters")).toBeVisible();
  await expect(form.getByText("Hash buckets")).toHaveCount(0);
  await expect(field("Context")).toHaveValue("256");
  await expect(field("Batch size")).toHaveValue("64");
  await expect(form.getByText("Training chains a lower step.")).toBeVisible();
  await expect(field("Lower steps")).toHaveValue("70");
  await expect(page).toHaveURL(/\?encoder\.kind=transformer&seed=4&lower\.steps=70$/);

  await field("Heads").fill("3");
  await expect(form.getByText("width must be a multiple of 4 × heads")).toBeVisible();
  await expect(studio.button("Train")).toBeDisabled();
  await field("Heads").fill("2");
  await page.reload();
  await expect(encoder).toHaveValue("transformer");
  await form.getByRole("button", { name: /^Encoder size/ }).click();
  await expect(field("Heads")).toHaveValue("2");

  await encoder.selectOption("lexical");
  await expect(page).toHaveURL(/\?seed=4&lower\.steps=70$/);
});
