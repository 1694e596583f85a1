// npm run soak: trains in a browser while it pauses, edits, reloads and kills at random, and looks whether the run
// ends as an undisturbed one does, whether memory stays flat and whether anything complains.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRng } from "../src/base/rng.ts";
import { buildApp, ROOT } from "./buildApp.ts";
import { ensureChromium } from "./ensureChromium.ts";
import { runCommand } from "./runCommand.ts";
import { serveApp } from "./serveApp.ts";
import { differencesOf, type ExportedRun, weightDistance } from "./soak/compareRuns.ts";
import { DISTURBANCES, KILL_BROWSER, KILL_RENDERER } from "./soak/disturbances.ts";
import { countingWorker } from "./soak/gpuCounter.ts";
import { parseSoakArguments, type SoakBackend, type SoakPlan } from "./soak/soakArguments.ts";
import { type Finding, growthFindings, soakTable } from "./soak/soakReport.ts";
import { SoakSession } from "./soak/soakSession.ts";
import {
  beginAnew,
  disturb,
  finish,
  type SoakSample,
  settingsFor,
  stepsFor,
} from "./soak/soakTraining.ts";
import { EXIT } from "./usageError.ts";

const PORT = 4373;
/** An undisturbed training takes about so long. */
const TRAINING_SECONDS = 60;
/** Between two kills a run gets on for about two seconds; it must not be done before the last. */
const SECONDS_A_KILL = 3;
const LEAST_KILLED_SECONDS = 20;
/** Part of the time in which pages come and go; in the rest they stay, so that growth can be seen. */
const WILD_SHARE = 0.5;
/** Part of that rest in which code is compiled and caches fill: what grows then is not counted. */
const SETTLING_SHARE = 0.25;
/** With both backends, the part of the time that the processor has. */
const CPU_SHARE = 0.6;
/** On WebGPU a run that moved between devices may differ by so much of a weight. */
const WEBGPU_TOLERANCE = 0.02;

const startedAt = Date.now();
const say = (line: string) => {
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  console.error(`${clock.padStart(7)}  ${line}`);
};

await runCommand(async () => {
  const plan = parseSoakArguments(process.argv.slice(2));
  return plan === null ? EXIT.done : soak(plan);
});

async function soak(plan: SoakPlan): Promise<number> {
  const executablePath = ensureChromium(say);
  await buildApp(say);
  const app = await serveApp(PORT, [countingWorker(join(ROOT, "dist"))]);
  const findings: Finding[] = [];
  try {
    if (plan.kills > 0) findings.push(...(await killed(plan, executablePath, app.url)));
    for (const backend of plan.minutes > 0 ? plan.backends : []) {
      const share = plan.backends.length === 1 ? 1 : backend === "cpu" ? CPU_SHARE : 1 - CPU_SHARE;
      const minutes = plan.minutes * share;
      findings.push(...(await soaked(plan, backend, minutes, executablePath, app.url)));
    }
  } finally {
    await app.close();
  }
  process.stdout.write(`${soakTable(findings)}\n`);
  return findings.every(({ isGood }) => isGood) ? EXIT.done : EXIT.failed;
}

/** A session with its data loaded, the steps of a run of so many seconds, and what that run ends with. */
async function prepared(
  backend: SoakBackend,
  seconds: number,
  executablePath: string,
  url: string,
  use: (session: SoakSession, reference: ExportedRun) => Promise<Finding[]>,
): Promise<Finding[]> {
  const profile = mkdtempSync(join(tmpdir(), "dreamprm-soak-"));
  const addressOf = (steps: number) =>
    `${url}?${new URLSearchParams(Object.entries(settingsFor(backend, steps)).map(([key, value]) => [key, String(value)]))}`;
  const session = await SoakSession.start(executablePath, profile, addressOf(1_000_000));
  try {
    await session.driver.goto();
    await session.driver.loadFiles();
    const steps = await stepsFor(session.driver, backend, seconds);
    say(`${backend}: ${steps} steps, undisturbed first`);
    await session.settle(addressOf(steps));
    await session.driver.train();
    const reference = await finish(session.driver, seconds);
    say(`${backend}: undisturbed, ${reference.run.history.length} points`);
    await beginAnew(session.driver);
    const found = await use(session, reference);
    return [
      ...found,
      {
        what: `${backend}: errors and complaints`,
        value: String(session.complaints.length),
        bound: "0",
        isGood: session.complaints.length === 0,
        more: [...new Set(session.complaints)],
      },
    ];
  } finally {
    await session.browser.close().catch(() => session.browser.kill().catch(() => {}));
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function killed(plan: SoakPlan, executablePath: string, url: string): Promise<Finding[]> {
  const seconds = Math.max(LEAST_KILLED_SECONDS, plan.kills * SECONDS_A_KILL);
  return prepared("cpu", seconds, executablePath, url, async (session, reference) => {
    let count = 0;
    let isEarly = false;
    await disturb({
      session,
      rng: createRng(plan.seed).fork("kills"),
      disturbances: [KILL_RENDERER, KILL_BROWSER],
      seconds,
      until: { count: plan.kills },
      onSample: null,
      onDisturbed: (name) => say(`${++count} of ${plan.kills}: ${name}`),
      onFinished: () => {
        isEarly = true;
        say("the training was done before the last kill: another one began");
      },
      startedAt,
    });
    say("going on undisturbed to the end");
    const exported = await finish(session.driver, seconds);
    return [
      {
        what: `cpu: ${plan.kills} kills in one training`,
        value: isEarly ? "done before the last" : "all",
        bound: "all",
        isGood: !isEarly,
      },
      sameAs("cpu", exported, reference, "the killed run"),
    ];
  });
}

async function soaked(
  plan: SoakPlan,
  backend: SoakBackend,
  minutes: number,
  executablePath: string,
  url: string,
): Promise<Finding[]> {
  return prepared(backend, TRAINING_SECONDS, executablePath, url, async (session, reference) => {
    const found: Finding[] = [];
    const rng = createRng(plan.seed).fork(backend);
    const counts = new Map<string, number>();
    const began = Date.now();
    const possible = DISTURBANCES.filter(({ only }) => only === null || only === backend);
    let finished = 0;
    const common = {
      session,
      rng,
      seconds: TRAINING_SECONDS,
      onDisturbed: (name: string) => {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        say(`${backend}: ${name}`);
      },
      onFinished: (exported: ExportedRun) => {
        finished++;
        const finding = sameAs(backend, exported, reference, `run ${finished}`);
        say(`${finding.what}: ${finding.value}`);
        found.push(finding);
      },
      startedAt: began,
    };
    const minute = 60_000;
    await disturb({
      ...common,
      disturbances: possible,
      until: { time: began + minutes * WILD_SHARE * minute },
      onSample: null,
    });
    say(`${backend}: from now on the page stays; its memory is watched`);
    const samples: SoakSample[] = [];
    const settledAt = minutes * (WILD_SHARE + (1 - WILD_SHARE) * SETTLING_SHARE);
    await disturb({
      ...common,
      disturbances: possible.filter(({ isViolent }) => !isViolent),
      until: { time: began + minutes * minute },
      onSample: (sample) => {
        if (sample.at >= settledAt) samples.push(sample);
        const { pageBytes, workerBytes, residentBytes, holdings } = sample;
        const [page, worker, all] = [pageBytes, workerBytes, residentBytes].map((bytes) =>
          (bytes / 2 ** 20).toFixed(1),
        );
        say(
          `${backend}: MB page ${page}, worker ${worker}, browser ${all}; GPU buffers ${holdings.gpuBuffers}, wasm MB ${(holdings.wasmBytes / 2 ** 20).toFixed(1)}`,
        );
      },
    });
    say(`${backend}: going on undisturbed to the end`);
    common.onFinished(await finish(session.driver, TRAINING_SECONDS));
    for (const [name, count] of counts) {
      found.push({ what: `${backend}: ${name}`, value: String(count), bound: "", isGood: true });
    }
    return [...found, ...growthFindings(backend, samples)];
  });
}

function sameAs(
  backend: SoakBackend,
  exported: ExportedRun,
  reference: ExportedRun,
  what: string,
): Finding {
  const differences = differencesOf(exported, reference);
  if (backend === "cpu" || differences.length === 0) {
    return {
      what: `${backend}: ${what} against the undisturbed one`,
      value: differences.length === 0 ? "the same to the last bit" : "differs",
      bound: "the same",
      isGood: differences.length === 0,
      more: differences,
    };
  }
  const distance = weightDistance(exported, reference);
  return {
    what: `${backend}: ${what} against the undisturbed one, weights`,
    value: `${(100 * distance).toFixed(3)} %`,
    bound: `${100 * WEBGPU_TOLERANCE} %`,
    isGood: distance <= WEBGPU_TOLERANCE,
    more: differences,
  };
}
