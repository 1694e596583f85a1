// A headless Chromium with the app's bare page in it: how the command line reaches the engine.
import { type BrowserContext, chromium } from "playwright";
import type { ErrorReport } from "../src/base/errors.ts";
import { StudioError } from "../src/base/errors.ts";
import type { LabelStatus } from "../src/domain/labelling.ts";
import type { StudyRequest } from "../src/domain/study.ts";
import type { EncodedFile, Outcome, StudyEnd, StudyTraining } from "../src/headless.ts";
import type {
  CommandArgs,
  CommandName,
  CommandReply,
  StudioEvent,
} from "../src/protocol/messages.ts";
import { buildApp } from "./buildApp.ts";
import { chromiumFlags } from "./chromium.ts";
import { ensureChromium } from "./ensureChromium.ts";
import { serveApp } from "./serveApp.ts";

/** First port tried; any free one after it will do. */
const PORT = 4273;

export interface StudioPage {
  call<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<CommandReply<N>>;
  /** Loads data files from this machine's disk; the browser reads them itself. */
  loadFiles(paths: readonly string[]): Promise<CommandReply<"files.load">>;
  /** Reads features files from this machine's disk. */
  loadFeatures(paths: readonly string[]): Promise<CommandReply<"features.load">>;
  loadPrm(path: string): Promise<void>;
  runToEnd<N extends "run.start" | "run.retrain">(
    name: N,
    args: CommandArgs<N>,
  ): Promise<"finished" | "stopped">;
  /** Gives every training of a comparison to `onTraining` as soon as it is done. */
  studyToEnd(
    request: StudyRequest,
    onTraining?: (training: DoneTraining) => void,
  ): Promise<StudyEnd>;
  /** Reads files of questions, and the images they name, from this machine's disk. */
  loadQuestions(paths: readonly string[]): Promise<CommandReply<"label.open">>;
  /** Resolves when labelling is done, waits, or has failed (`error` in the status). */
  labelToEnd<N extends "label.start" | "label.resume">(
    name: N,
    args: CommandArgs<N>,
  ): Promise<LabelStatus>;
  exportFiles(
    name: "run.export" | "candidates.score" | "problems.export" | "label.export",
  ): Promise<WrittenFile[]>;
  close(): Promise<void>;
}

export interface WrittenFile {
  name: string;
  bytes: Buffer;
}

export type DoneTraining = Omit<StudyTraining, "prm"> & { prm: WrittenFile };

export interface StudioPageOptions {
  /**
   * Folder of a browser profile, for commands that leave something to go on with: what the page keeps
   * (IndexedDB) is there again the next time. Such a page may also ask servers that do not expect web pages (no
   * CORS), since it runs nothing but this program. Without it nothing is kept.
   */
  profile?: string;
}

/**
 * Builds the app if need be, serves it and opens its bare page. All methods reject with the
 * worker's StudioError, or an Error when the browser itself fails.
 */
export async function openStudioPage(
  log: (line: string) => void,
  onEvent: (event: StudioEvent) => void = () => {},
  { profile }: StudioPageOptions = {},
): Promise<StudioPage> {
  const executablePath = ensureChromium(log);
  await buildApp(log);
  const app = await serveApp(PORT);
  // Ctrl-C is the command's to handle: it stops the run first.
  const launch = { executablePath, handleSIGINT: false } as const;
  const browser =
    profile === undefined
      ? await chromium.launch({ ...launch, args: chromiumFlags() })
      : await launchWithProfile(profile, app.url, launch);
  const page = await browser.newPage();
  // A crashed or failed page answers nothing any more, so every wait also waits for that.
  const broken = new Promise<never>((_, reject) => {
    page.on("crash", () => reject(new Error("The browser's page crashed (out of memory?)")));
    page.on("pageerror", (error) => reject(new Error(`The page failed: ${error.message}`)));
    const onGone = () => reject(new Error("The browser went away"));
    if ("contexts" in browser) browser.on("disconnected", onGone);
    else browser.on("close", onGone);
  });
  broken.catch(() => {}); // also when nobody waits at the moment
  const ask = async <T>(answer: Promise<Outcome<T>>): Promise<T> => {
    const outcome = await Promise.race([answer, broken]);
    if (outcome.isOk) return outcome.value;
    throw fromReport(outcome.error);
  };

  await page.exposeFunction("onStudioEvent", onEvent);
  let take: (training: DoneTraining) => void = () => {};
  await page.exposeFunction("onStudyTraining", (training: StudyTraining) =>
    take({ ...training, prm: decode(training.prm) }),
  );
  await page.goto(`${profile === undefined ? app.url : PROFILE_URL}headless.html`);
  // Playwright's own way of waiting compiles its question, which the page's policy forbids. Once the page has
  // loaded its script has run.
  if (!(await Promise.race([page.evaluate(() => "studio" in window), broken]))) {
    throw new Error("The app's page did not start");
  }

  return {
    call: <N extends CommandName>(name: N, args: CommandArgs<N>) =>
      ask<CommandReply<N>>(
        page.evaluate(([n, a]) => window.studio.call(n as never, a as never), [
          name,
          args,
        ] as const),
      ),
    async loadFiles(paths) {
      await page.setInputFiles("#files", [...paths]);
      return ask(page.evaluate((names) => window.studio.loadFiles(names), [...paths]));
    },
    async loadFeatures(paths) {
      await page.setInputFiles("#files", [...paths]);
      return ask(page.evaluate((names) => window.studio.loadFeatures(names), [...paths]));
    },
    async loadPrm(path) {
      await page.setInputFiles("#files", path);
      await ask(page.evaluate(() => window.studio.loadPrm()));
    },
    runToEnd: (name, args) =>
      ask(page.evaluate(([n, a]) => window.studio.runToEnd(n, a as never), [name, args] as const)),
    studyToEnd(request, onTraining = () => {}) {
      take = onTraining;
      return ask(page.evaluate((asked) => window.studio.studyToEnd(asked), request));
    },
    async loadQuestions(paths) {
      await page.setInputFiles("#files", [...paths]);
      return ask(page.evaluate((names) => window.studio.loadQuestions(names), [...paths]));
    },
    labelToEnd: (name, args) =>
      ask(
        page.evaluate(([n, a]) => window.studio.labelToEnd(n, a as never), [name, args] as const),
      ),
    async exportFiles(name) {
      const files = await ask(page.evaluate((n) => window.studio.exportFiles(n), name));
      return files.map(decode);
    },
    async close() {
      await browser.close();
      await app.close();
    },
  };
}

/**
 * What a page keeps belongs to its address. The app's port may be another the next time, so the page is given an
 * address of its own (*.localhost is this machine by RFC 6761), which the browser looks up at the port there is.
 */
const PROFILE_URL = "http://studio.localhost/";

function launchWithProfile(
  profile: string,
  url: string,
  launch: { executablePath: string; handleSIGINT: boolean },
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    ...launch,
    args: [
      ...chromiumFlags(),
      `--host-resolver-rules=MAP ${new URL(PROFILE_URL).host}:80 ${new URL(url).host}`,
      "--disable-web-security",
    ],
  });
}

function decode({ name, base64 }: EncodedFile): WrittenFile {
  return { name, bytes: Buffer.from(base64, "base64") };
}

function fromReport({ code, message, hint }: ErrorReport): StudioError {
  return new StudioError(code, message, hint);
}
