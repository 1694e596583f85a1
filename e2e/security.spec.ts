// What must not happen: a script that came in with data runs, the page or a worker reaches a server nobody
// named, a policy that is there but stops nothing.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page, test, type Worker } from "@playwright/test";
import { hostile, hostileFile, hostileFiles, TRAP } from "./fixtures/hostileData.ts";
import { servePlainly } from "./fixtures/plainServer.ts";
import { openRecordedBrowser, type RecordedBrowser } from "./fixtures/recordingProxy.ts";
import { metaFile, shardFile } from "./fixtures/sumData.ts";
import { StudioPage } from "./studioPage.ts";

const SETTINGS = {
  backend: "cpu",
  "lower.steps": 20,
  "lower.batchSize": 16,
  "upper.unroll": 5,
  "upper.warmupSteps": 5,
  "upper.metaBatchSize": 8,
  "upper.trainBatchSize": 8,
  "heldOut.metaShare": 0,
  "heldOut.shardShare": 0,
};
const FOREIGN = "http://foreign.test/";

let recorded: RecordedBrowser;
let page: Page;
let studio: StudioPage;
test.beforeEach(async ({ baseURL }) => {
  recorded = await openRecordedBrowser(baseURL ?? "");
  page = await recorded.context.newPage();
  page.setDefaultTimeout(20_000);
  studio = new StudioPage(page);
});
test.afterEach(() => recorded.close());

/** Tries everything a script of the page's own could; says what came of it. */
function attempts(of: Page): Promise<Record<string, string>> {
  return of.evaluate(async (foreign) => {
    const outcome: Record<string, string> = {};
    document.body.insertAdjacentHTML("beforeend", `<img src="x" onerror="window.inline = 1">`);
    const script = document.createElement("script");
    script.textContent = "window.inline = 1";
    document.body.append(script);
    const remote = document.createElement("script");
    remote.src = `${foreign}script.js`;
    document.body.append(remote);
    document.body.insertAdjacentHTML("beforeend", `<p style="color: red" id="styled">styled</p>`);
    const frame = document.createElement("iframe");
    frame.src = foreign;
    document.body.append(frame);
    const image = new Image();
    image.src = `${foreign}image.png`;
    // In a task of its own: what the test itself runs may compile, what it leaves behind may not.
    outcome["eval"] = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve(String(new Function("return 'compiled'")()));
        } catch (error) {
          resolve((error as Error).name);
        }
      });
    });
    outcome["fetch"] = await fetch(`${foreign}data`).then(
      () => "answered",
      (error: Error) => error.name,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    outcome["inline"] = String((window as { inline?: unknown }).inline);
    outcome["style"] = document.querySelector<HTMLElement>("#styled")?.style.color ?? "";
    return outcome;
  }, FOREIGN);
}

const STOPPED = {
  eval: "EvalError",
  fetch: "TypeError",
  inline: "undefined",
  style: "",
};

/** The same from within a worker: what its guard says, and whether its policy lets it compile. */
function workerAttempts(of: Worker): Promise<Record<string, string>> {
  return of.evaluate(async (foreign) => {
    const said = (error: unknown) => (error as Error).message;
    const attempt = (make: () => unknown): string => {
      try {
        make();
        return "let through";
      } catch (error) {
        return said(error);
      }
    };
    return {
      fetch: await fetch(`${foreign}data`).then(() => "answered", said),
      request: await fetch(new Request(foreign)).then(() => "answered", said),
      XMLHttpRequest: attempt(() => new XMLHttpRequest().open("GET", foreign)),
      WebSocket: attempt(() => new WebSocket("ws://foreign.test/")),
      EventSource: attempt(() => new EventSource(foreign)),
      importScripts: attempt(() =>
        (globalThis as unknown as { importScripts: (url: string) => void }).importScripts(foreign),
      ),
    };
  }, FOREIGN);
}

/** Of a worker: whether it may load modules from elsewhere, and compile text. */
function workerCode(of: Worker): Promise<{ import: string; eval: string }> {
  return of.evaluate(async (foreign) => {
    const name = (error: unknown) => (error as Error).name;
    const compiled = new Promise<string>((resolve) => {
      setTimeout(() => {
        try {
          resolve(String(new Function("return 'compiled'")()));
        } catch (error) {
          resolve(name(error));
        }
      });
    });
    const at = `${foreign}module.js`;
    return { import: await import(at).then(() => "loaded", name), eval: await compiled };
  }, FOREIGN);
}

function expectRefused(outcome: Record<string, string>): void {
  for (const [way, said] of Object.entries(outcome)) {
    expect(said, way).toMatch(/^A connection to .*foreign\.test.* was refused/);
  }
}

test("what the policy forbids is stopped and reported, in the page and in every worker", async () => {
  await studio.open({
    ...SETTINGS,
    "encoder.kind": "transformer",
    "encoder.layers": 1,
    "encoder.languageModel.steps": 2,
    "lower.steps": 400,
  });
  await studio.loadFiles([shardFile("honest sums"), metaFile()]);
  await studio.show("Train");
  await studio.button("Step").click();
  await studio.expectState("paused");
  expect(recorded.violations).toEqual([]);

  expect(await attempts(page)).toEqual(STOPPED);
  const inPage = new Set(
    recorded.violations.map(({ directive, blocked }) => `${directive} ${blocked}`),
  );
  for (const expected of [
    "script-src-elem inline",
    "script-src-attr inline",
    `script-src-elem ${FOREIGN}script.js`,
    "script-src eval",
    "style-src-attr inline",
    `img-src ${FOREIGN}image.png`,
    `connect-src ${FOREIGN}data`,
    `frame-src ${new URL(FOREIGN).origin}`,
  ]) {
    expect([...inPage]).toContain(expected);
  }

  // The training worker, and the engine's helpers, which it started. (Those wait in shared memory and answer
  // nothing, so what holds them is their headers.)
  const training = page.workers().find((worker) => worker.url().includes("training.worker"));
  expectRefused(await workerAttempts(training!));
  expect(await workerCode(training!)).toEqual({ import: "TypeError", eval: "EvalError" });
  const helper = recorded.requests.find((url) => url.includes("helper.worker"));
  const { headers } = await fetch(helper ?? "");
  expect(headers.get("content-security-policy")).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
  );
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(recorded.requests.filter((url) => url.includes("foreign.test"))).toEqual([]);
});

test("on a host without headers the page's own policy and the workers' guard hold", async () => {
  const host = await servePlainly();
  try {
    await page.goto(`${host.url}?${new URLSearchParams({ backend: "cpu", "lower.steps": "20" })}`);
    await studio.button("Train").click();
    await studio.expectState("finished");
    expect(await attempts(page)).toEqual(STOPPED);
    const [training] = page.workers();
    expectRefused(await workerAttempts(training!));
    expect(recorded.requests.filter((url) => url.includes("foreign.test"))).toEqual([]);
  } finally {
    await host.close();
  }
});

test("an endpoint that sends on elsewhere is not followed, which is said", async () => {
  const asked: string[] = [];
  const listen = async (answer: (path: string) => Record<string, string>) => {
    const server = createServer((request, response) => {
      asked.push(request.headers.host ?? "");
      response.writeHead(307, {
        "access-control-allow-origin": "*",
        "access-control-allow-headers": "authorization",
        ...answer(request.url ?? ""),
      });
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { server, host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
  };
  const other = await listen(() => ({}));
  const endpoint = await listen((path) => ({ location: `http://${other.host}${path}` }));
  try {
    await studio.open(SETTINGS);
    await openQuestion({ question: "What is 1 + 2?", answer: "3" }, "sums.jsonl");
    await page.getByLabel("Address", { exact: true }).fill(`http://${endpoint.host}/v1`);
    await studio.button("Test connection").click();
    await expect(page.getByRole("alert")).toContainText(
      `http://${endpoint.host} sends on to another address, which was not followed`,
    );
    expect(new Set(asked)).toEqual(new Set([endpoint.host]));
  } finally {
    endpoint.server.close();
    other.server.close();
  }
});

async function openQuestion(row: object, name: string): Promise<void> {
  await studio.show("Label");
  await page.getByLabel("Question files", { exact: true }).setInputFiles({
    name,
    mimeType: "application/jsonl",
    buffer: Buffer.from(JSON.stringify(row)),
  });
}

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
    await expect.poll(everythingSaid, { message: text, timeout: 15_000 }).toContain(text);
  }
  const made = page.locator(
    "img[src=x], [onerror], [onload], script:not([src]), iframe, a[href^='javascript:']",
  );
  await expect(made).toHaveCount(0);
}

test("HTML and script in every field are text in every view", async () => {
  await page.addInitScript((trap) => {
    const sprung: string[] = [];
    Object.assign(window, { [trap]: (field: string) => sprung.push(field), sprungTraps: sprung });
  }, TRAP);
  const query = new URLSearchParams({
    ...Object.fromEntries(Object.entries(SETTINGS).map(([key, value]) => [key, String(value)])),
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

  await openQuestion(
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
