// Story: somebody starts a run, looks at another tab, and comes back when it has ended. Playwright keeps every
// page it knows visible; these tabs it does not know: they are driven through the browser's own protocol.
import { type CDPSession, expect, test } from "@playwright/test";
import { chromiumFlags, requireChromium } from "../cli/chromium.ts";

test.use({
  launchOptions: {
    executablePath: requireChromium(),
    args: chromiumFlags(),
    // What browsers do to tabs that nobody sees is to happen here too.
    ignoreDefaultArgs: [
      "--disable-background-timer-throttling",
      "--disable-backgrounding-occluded-windows",
      "--disable-renderer-backgrounding",
    ],
  },
});

interface Answer {
  id: number;
  result?: { result?: { value?: unknown }; exceptionDetails?: { text: string } };
}

class Tab {
  private readonly browser: CDPSession;
  private readonly targetId: string;
  private readonly sessionId: string;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private asked = 0;

  private constructor(browser: CDPSession, targetId: string, sessionId: string) {
    this.browser = browser;
    this.targetId = targetId;
    this.sessionId = sessionId;
    browser.on("Target.receivedMessageFromTarget", (event) => {
      if (event.sessionId !== sessionId) return;
      const answer = JSON.parse(event.message) as Answer;
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
  }

  /** Opens a tab in front of the others, in a window of its own or in that of the last. */
  static async open(browser: CDPSession, url: string, newWindow: boolean): Promise<Tab> {
    const { targetId } = await browser.send("Target.createTarget", { url, newWindow });
    const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: false });
    return new Tab(browser, targetId, sessionId);
  }

  async show(): Promise<void> {
    await this.browser.send("Target.activateTarget", { targetId: this.targetId });
  }

  async evaluate(expression: string): Promise<unknown> {
    const id = ++this.asked;
    const params = { expression, returnByValue: true };
    const message = JSON.stringify({ id, method: "Runtime.evaluate", params });
    const answer = new Promise<Answer>((resolve) => this.waiting.set(id, resolve));
    await this.browser.send("Target.sendMessageToTarget", { sessionId: this.sessionId, message });
    const { result } = await answer;
    if (result?.exceptionDetails) throw new Error(result.exceptionDetails.text);
    return result?.result?.value;
  }

  expectValue(expression: string) {
    return expect.poll(() => this.evaluate(expression), { timeout: 60_000 });
  }
}

const STATE = `document.querySelector('[role="status"][aria-label="Run state"]')?.textContent`;
const TRAIN = `[...document.querySelectorAll("button")].find((it) => it.textContent.trim() === "Train")`;

test("a run goes on to its end in a tab that nobody sees, and the tab tells it", async ({
  browser,
  baseURL,
}) => {
  const protocol = await browser.newBrowserCDPSession();
  const query = "backend=cpu&lower.steps=1500&lower.batchSize=16&evaluation.questions=20";
  const app = await Tab.open(protocol, `${baseURL}?${query}`, true);
  await app.expectValue(`${TRAIN}?.disabled`).toBe(false);
  await app.evaluate(`${TRAIN}.click()`);
  await app.expectValue(STATE).toMatch(/running/i);

  const other = await Tab.open(protocol, "about:blank", false);
  await other.show();
  await app.expectValue("document.visibilityState").toBe("hidden");
  // Any moment at which it is shown from now on would be a mistake of this test.
  await app.evaluate(
    `document.addEventListener("visibilitychange", () => (globalThis.wasShown = true))`,
  );
  await app.expectValue(STATE).toMatch(/finished/i);
  expect(await app.evaluate("document.visibilityState")).toBe("hidden");
  expect(await app.evaluate("globalThis.wasShown ?? false")).toBe(false);

  await app.show();
  await app.expectValue("document.visibilityState").toBe("visible");
  expect(await app.evaluate("document.body.innerText")).toMatch(/1[,.\u202f]?500/);
});
