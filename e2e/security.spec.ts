// What must not happen: the page or a worker runs foreign code or reaches a server nobody named; or a policy is
// there and stops nothing.
import { expect, type Page, test, type Worker } from "@playwright/test";
import { serve } from "./fixtures/openServer.ts";
import { servePlainly } from "./fixtures/plainServer.ts";
import { openRecordedBrowser, type RecordedBrowser } from "./fixtures/recordingProxy.ts";
import { metaFile, shardFile } from "./fixtures/sumData.ts";
import { TINY_SETTINGS } from "./fixtures/tinySettings.ts";
import { StudioPage } from "./studioPage.ts";

const FOREIGN = "http://foreign.test/";

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
    ...TINY_SETTINGS,
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
  const other = await serve((_, response) => response.writeHead(200).end());
  const endpoint = await serve((path, response) => {
    response.writeHead(307, { location: `http://${other.host}${path}` }).end();
  });
  try {
    await studio.open(TINY_SETTINGS);
    await studio.openQuestion({ question: "What is 1 + 2?", answer: "3" }, "sums.jsonl");
    await page.getByLabel("Address", { exact: true }).fill(`http://${endpoint.host}/v1`);
    await studio.button("Test connection").click();
    await expect(page.getByRole("alert")).toContainText(
      `http://${endpoint.host} sends on to another address, which was not followed`,
    );
    expect(endpoint.asked).toEqual(["/v1/models"]);
    expect(other.asked).toEqual([]);
  } finally {
    endpoint.close();
    other.close();
  }
});
