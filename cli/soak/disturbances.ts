// What befalls a training in a soak. Each leaves the run where it can go on, and nothing that it did may show in
// what the run ends with.
import type { Rng } from "../../src/base/rng.ts";
import { destroyDevice } from "./heapProbe.ts";
import type { SoakBackend } from "./soakArguments.ts";
import type { SoakSession } from "./soakSession.ts";
import { VIEWS } from "./studioDriver.ts";

export interface Disturbance {
  name: string;
  weight: number;
  /** The page, its process or the browser goes; memory begins anew. */
  isViolent: boolean;
  /** Null: on all. */
  only: SoakBackend | null;
  perform: (session: SoakSession, rng: Rng) => Promise<void>;
}

const MOST_STEPS = 3;
const LOOK_MS = 300;
const HIDDEN_MS = 1500;

const gentle = { isViolent: false, only: null } as const;
const violent = { isViolent: true, only: null } as const;

export const KILL_RENDERER: Disturbance = {
  ...violent,
  name: "kill the renderer",
  weight: 2,
  async perform(session) {
    await session.crash();
    await session.driver.comeBack();
  },
};

export const KILL_BROWSER: Disturbance = {
  ...violent,
  name: "kill the browser",
  weight: 2,
  async perform(session) {
    await session.kill();
    await session.driver.comeBack();
  },
};

export const DISTURBANCES: readonly Disturbance[] = [
  {
    ...gentle,
    name: "pause",
    weight: 2,
    async perform({ driver }, rng) {
      await driver.pause();
      await driver.wait(rng.below(1000));
    },
  },
  {
    ...gentle,
    name: "step",
    weight: 2,
    async perform({ driver }, rng) {
      if (!(await driver.pause())) return;
      for (let left = 1 + rng.below(MOST_STEPS); left > 0; left--) {
        const before = await driver.step();
        await driver.button("Step").click();
        await driver.until("the step", async () => {
          const isThere = (await driver.step()) > before;
          return (isThere && (await driver.standing()) === "waiting") || isOver(driver);
        });
        if (await isOver(driver)) return;
      }
    },
  },
  {
    ...gentle,
    name: "switch views",
    weight: 3,
    async perform({ driver }, rng) {
      for (const view of rng.shuffle([...VIEWS])) {
        await driver.show(view);
        await driver.wait(LOOK_MS);
      }
      await driver.show("Train");
    },
  },
  {
    ...gentle,
    name: "edit a step",
    weight: 3,
    async perform({ driver }, rng) {
      await driver.show("Inspect");
      const { page } = driver;
      await page
        .getByRole("combobox", { name: "Chains from" })
        .selectOption({ label: rng.chance(0.5) ? "Candidates" : "Meta set" });
      const chains = page.getByRole("listbox", { name: "Chains" }).getByRole("option");
      await driver.until("chains", async () => (await chains.count()) > 1);
      await chains.nth(rng.below(Math.min(8, await chains.count()))).click();
      const chain = page.getByRole("article", { name: "Open chain" });
      const text = chain.getByRole("textbox", { name: "Text of step 1" });
      const restore = chain.getByRole("button", { name: "Restore original" });
      const edited = `<b>${rng.below(99)} + ${rng.below(99)} = ${rng.below(999)}.</b>`;
      // The chain that was open before may still be the one that is edited first.
      await driver.until("the edit", async () => {
        await text.fill(edited);
        await driver.wait(LOOK_MS);
        return (await text.inputValue()) === edited && (await restore.isEnabled());
      });
      const score = chain.locator('[data-figure="score"]').first();
      await driver.until("scores", async () => /\d/.test((await score.textContent()) ?? ""));
      await restore.click();
      await driver.show("Train");
    },
  },
  {
    ...gentle,
    name: "export",
    weight: 2,
    async perform({ driver }) {
      await driver.pause();
      const { run } = await driver.exportRun();
      const step = run.history.at(-1)?.step;
      if (step !== (await driver.step())) {
        throw new Error(`the export ends at step ${step}, the page says ${await driver.step()}`);
      }
    },
  },
  {
    ...gentle,
    name: "hide the page",
    weight: 1,
    async perform({ driver }) {
      // A headless browser's page is always in front: it is told of it as a browser would tell it.
      const tell = (isHidden: boolean) =>
        driver.page.evaluate((hidden) => {
          Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
          document.dispatchEvent(new Event("visibilitychange"));
        }, isHidden);
      await tell(true);
      await driver.wait(HIDDEN_MS);
      await tell(false);
    },
  },
  {
    ...gentle,
    name: "destroy the device",
    weight: 2,
    only: "webgpu",
    async perform({ driver }) {
      await destroyDevice(driver.page);
    },
  },
  {
    ...violent,
    name: "reload",
    weight: 3,
    async perform({ driver }) {
      await driver.page.reload();
      await driver.comeBack();
    },
  },
  KILL_RENDERER,
  KILL_BROWSER,
];

/** One of them, by their weights. */
export function pickDisturbance(rng: Rng, among: readonly Disturbance[]): Disturbance {
  return rng.pick(among.flatMap((each) => Array<Disturbance>(each.weight).fill(each)));
}

async function isOver(driver: SoakSession["driver"]): Promise<boolean> {
  return (await driver.standing()) === "finished";
}
