// What comes in as text stays text: HTML and script in every field of data files, in names, addresses and
// prompts, in what an endpoint answers; looked at in every view.
import { expect, type Page, test } from "@playwright/test";
import { hostile, hostileFile, hostileFiles, TRAP } from "./fixtures/hostileData.ts";
import { serve } from "./fixtures/openServer.ts";
import { openRecordedBrowser, type RecordedBrowser } from "./fixtures/recordingProxy.ts";
import { TINY_SETTINGS } from "./fixtures/tinySettings.ts";
import { StudioPage } from "./studioPage.ts";

let recorded: RecordedBrowser;
let page: Page;
let studio: StudioPage;
test.beforeEach(async ({ baseURL }) => {
  recorded = await openRecordedBrowser(baseURL ?? "");
  page = await recorded.context.newPage();
  page.setDefaultTimeout(60_000);
  studio = new StudioPage(page);
});
test.afterEach(() => recorded.close());

/** Everything a view shows or says: text, values of fields, names and titles. */
function everythingSaid(): Promise<string> {
  return page.evaluate(() => {
    const parts = [document.body.innerText];
    for (const element of document.querySelectorAll("*")) {
      for (const name of ["aria-label", "title", "alt"]) {
        parts.push(element.getAttribute(name) ?? "");
      }
      if ("value" in element) parts.push(String(element.value));
      if (element instanceof SVGTextElement) parts.push(element.textContent ?? "");
    }
    return parts.join("\n");
  });
}

/** Each of these stands in the view as the text it is; nothing in the page was made of any. */
async function expectAsText(...texts: string[]): Promise<void> {
  for (const text of texts) {
    await expect.poll(everythingSaid, { message: text }).toContain(text);
  }
  const made = page.locator(
    "img[src=x], [onerror], [onload], script:not([src]), iframe, a[href^='javascript:']",
  );
  await expect(made).toHaveCount(0);
}

test("what an endpoint answers is text, its models' names and what they write", async () => {
  const { host, close } = await serve((path, response) => {
    const content = `Step 1: ${hostile("written")}\n\nFinal answer: ${hostile("answered")}`;
    const answer = path.endsWith("/models")
      ? { data: [{ id: hostile("model") }] }
      : { choices: [{ message: { content }, finish_reason: "stop" }] };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer));
  });
  try {
    await studio.open(TINY_SETTINGS);
    await studio.openQuestion({ question: "What is 1 + 2?", answer: "3" }, "sums.jsonl");
    await page.getByLabel("Address", { exact: true }).fill(`http://${host}/v1`);
    await studio.button("Test connection").click();
    await expectAsText(hostile("model"));
    await page.getByLabel("Chains a question", { exact: true }).fill("1");
    await page.getByLabel("Rollouts a step", { exact: true }).fill("2");
    await studio.button("Start labelling").click();
    await expectAsText(hostile("written"));
    expect(recorded.violations).toEqual([]);
    expect(recorded.requests.filter((url) => url.endsWith("/x"))).toEqual([]);
  } finally {
    close();
  }
});

test("HTML and script in every field are text in every view", async () => {
  await page.addInitScript((trap) => {
    const sprung: string[] = [];
    Object.assign(window, { [trap]: (field: string) => sprung.push(field), sprungTraps: sprung });
  }, TRAP);
  const query = new URLSearchParams({
    ...Object.fromEntries(
      Object.entries(TINY_SETTINGS).map(([key, value]) => [key, String(value)]),
    ),
    [hostile("parameter")]: hostile("its value"),
  });
  await page.goto(`./?${query}#${encodeURIComponent(hostile("hash"))}`);
  await expect(studio.button("Train")).toBeEnabled();
  await expectAsText(hostile("parameter"));

  await studio.show("Data");
  await page.getByRole("radio", { name: "Replace the present data" }).check();
  const files = hostileFiles();
  await page.getByLabel("Files to load").setInputFiles(files);
  const [first, second] = [hostile("first domain"), hostile("second domain")];
  await expectAsText(...files.map(({ name }) => name), first, second);
  await expectAsText(`${hostile("image path")}.png`, JSON.stringify(hostile("bad")));
  await page.getByRole("button", { name: `Read ${files[0]?.name} differently` }).click();
  await expectAsText(hostile("unknown field"));
  await page.keyboard.press("Escape");

  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");
  await expectAsText(first, second);
  await page.getByRole("figure").first().hover();
  await expectAsText(first, second);
  const why = page.getByRole("region", { name: "Why a weight moved" });
  await why.getByRole("button", { name: "Show" }).click();
  await why.getByLabel("Behind the weight of").selectOption(first);
  await why.getByRole("button", { name: "Which meta chains?" }).click();
  await expectAsText(hostile("meta question"));
  await expectAsText(first, second);

  await studio.show("Inspect");
  const options = page.getByRole("listbox", { name: "Chains" }).getByRole("option");
  const search = page.getByRole("searchbox").or(page.getByPlaceholder("Search text"));
  await search.fill(hostile("question"));
  await options.first().click();
  await expectAsText(hostile("question"), `${hostile("step")} `, first, hostile("image path"));
  await search.fill("");
  const from = page.getByRole("combobox", { name: "Chains from" });
  await from.selectOption({ label: "Meta set" });
  await options.first().click();
  await expectAsText(hostile("meta question"), hostile("meta step"), hostile("meta image"));
  await from.selectOption({ label: "Candidates" });
  await options.first().click();
  await expectAsText(
    hostile("candidate question"),
    hostile("candidate step"),
    hostile("answer 0"),
    hostile("candidate image"),
  );

  await studio.show("Evaluate");
  await expectAsText(hostile("kind of question 0"), hostile("kind of question 1"));

  await studio.show("Runs");
  const names = page.getByRole("region", { name: "Table of runs" }).getByRole("rowheader");
  const kept = (await names.first().getAttribute("aria-label")) ?? "";
  await names.first().hover();
  await page.getByRole("button", { name: `Rename ${kept}`, exact: true }).click();
  await page.getByLabel(`New name for ${kept}`).fill(hostile("run name"));
  await page.keyboard.press("Enter");
  await expectAsText(hostile("run name"), first);
  await studio.show("Inspect");
  await expectAsText(hostile("candidate question"));

  await studio.openQuestion(
    { id: hostile("id"), question: hostile("asked"), answer: hostile("right answer") },
    hostileFile("questions"),
  );
  await page.getByLabel("Address", { exact: true }).fill(`http://${TRAP}(1)/${hostile("address")}`);
  await page.getByLabel("Model", { exact: true }).fill(hostile("model"));
  await studio.button("Test connection").click();
  await expectAsText(hostile("model"), hostile("address"));
  await expectAsText(hostileFile("questions").replace(".jsonl", ""));
  await page
    .getByRole("textbox", { name: "Prompt", exact: true })
    .fill(`${hostile("prompt")} {question}`);
  await studio.button("Preview").click();
  await expectAsText(hostile("prompt"), hostile("asked"));

  expect(await page.evaluate(() => (window as unknown as { sprungTraps: [] }).sprungTraps)).toEqual(
    [],
  );
  // Had an attempt become more than text, the policy would have stopped it, and said so.
  expect(recorded.violations).toEqual([]);
  expect(recorded.requests.filter((url) => url.endsWith("/x"))).toEqual([]);
});
