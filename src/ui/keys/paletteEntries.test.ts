// The palette offers what can be done, each thing by words of its own.
import { afterEach, expect, test } from "vitest";
import { createScriptedClient } from "../../store/scriptedClient.ts";
import { createStudio } from "../../store/studio.ts";
import { LANGUAGES } from "../../strings/areas.ts";
import { setLanguage } from "../../strings/strings.ts";
import { paletteEntries } from "./paletteEntries.ts";

function newStudio() {
  return createStudio(createScriptedClient(), {
    view: "train",
    guideSection: null,
    language: "en",
    theme: "dark",
    search: "",
    schedule: (callback) => callback(),
  });
}

afterEach(() => setLanguage("en"));

test.each(LANGUAGES)("in %s no two entries have the same words", async (language) => {
  await setLanguage(language);
  const words = paletteEntries(newStudio()).map((entry) => entry.words);
  expect(words.length).toBeGreaterThan(40);
  expect(words.filter((one, at) => words.indexOf(one) !== at)).toEqual([]);
});

test("an entry does what it says; what cannot be done now is shown so", () => {
  const studio = newStudio();
  const entry = (words: string) =>
    paletteEntries(studio).find((one) => one.words === words) ?? expect.fail(`no ${words}`);
  entry("Go to Runs").run();
  expect(studio.view.getState().view).toBe("runs");
  entry("Guide: What the weights mean").run();
  expect(studio.view.getState()).toMatchObject({ view: "guide", guideSection: "weights" });
  expect(entry("Theme: dark").isEnabled).toBe(false);
  entry("Theme: light").run();
  expect(studio.view.getState().theme).toBe("light");
  entry("Preset Paper (DARTS, plain MSE)").run();
  expect(studio.config.getState().preset).toBe("paper");
  expect(studio.view.getState().view).toBe("train");
  // No data are there yet.
  expect(entry("Stop the run").isEnabled).toBe(false);
  entry("Take the tour").run();
  expect(studio.view.getState().tourStop).toBe(0);
});
