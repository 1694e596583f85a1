// What `npm run label` was asked to do: parsed and checked, before anything is started.
import { readFileSync, statSync } from "node:fs";
import { extname } from "node:path";
import { Command, Option } from "commander";
import { writeConfigPath } from "../src/domain/configPaths.ts";
import { type LabelSpec, labelSpecSchema } from "../src/domain/labelling.ts";
import { parseValue } from "./configSettings.ts";
import { findDataFiles } from "./dataFiles.ts";
import { gather, parseOptions, plainCommand } from "./parseOptions.ts";
import { UsageError } from "./usageError.ts";

export interface LabelPlan {
  spec: LabelSpec;
  /** Files of questions, and images beside them; null: questions of the built-in suite. */
  questions: string[] | null;
  /** Of the suite, a domain. */
  suiteQuestions: number;
  /** The endpoint's key, from the environment; null for none. */
  key: string | null;
  out: string;
}

interface Flags {
  questions: string[];
  suite?: string | true;
  endpoint?: string;
  model?: string;
  keyEnv?: string;
  chains?: string;
  rollouts?: string;
  budgetRequests?: string;
  budgetTokens?: string;
  prompt?: string;
  set: string[];
  out?: string;
}

const SUITE_QUESTIONS = 4;

function buildCommand(): Command {
  const several = (flags: string, description: string) =>
    new Option(flags, description).default([], "none").argParser(gather);
  return plainCommand(
    new Command("npm run label --"),
    "Makes Monte-Carlo step labels from questions, without the interface.",
  )
    .addOption(several("--questions <path...>", "files or folders of questions, one file a domain"))
    .option("--suite [n]", `n questions a domain of the built-in suite (${SUITE_QUESTIONS})`)
    .option("--endpoint <url>", "an endpoint that speaks the OpenAI protocol, up to /v1")
    .option("--model <name>", "the model, as the endpoint calls it")
    .option("--key-env <name>", "the environment variable that holds the endpoint's key")
    .option("--chains <n>", "chains a question")
    .option("--rollouts <n>", "completions of each step, at most")
    .option("--budget-requests <n>", "stops there; the same command goes on")
    .option("--budget-tokens <n>", "likewise, read and written together")
    .option("--prompt <file>", "a prompt with {question} in it, in place of the five-step one")
    .addOption(several("--set <key=value...>", "any other setting, e.g. generator.temperature=0.5"))
    .option("--out <folder>", "where the shards are written, and where an unfinished job is kept");
}

/**
 * Reads the arguments after `npm run label --`; the key is taken from `env`.
 * Throws UsageError naming every problem; returns null when only help was asked for (and printed).
 */
export function parseLabelArguments(
  argv: readonly string[],
  env: Record<string, string | undefined> = process.env,
): LabelPlan | null {
  const options = parseOptions<Flags>(buildCommand(), argv);
  if (options === null) return null;
  const { flags, problems } = options;
  const questions = questionsOf(flags, problems);
  const suiteQuestions = typeof flags.suite === "string" ? Number(flags.suite) : SUITE_QUESTIONS;
  if (!Number.isInteger(suiteQuestions) || suiteQuestions < 1) {
    problems.push(`--suite ${flags.suite}: write how many questions a domain, 1 or more`);
  }
  const key = keyOf(flags, env, problems);
  const spec = specOf(flags, problems);
  if (!flags.out) problems.push("--out <folder> is missing");
  if (problems.length > 0 || spec === null || !flags.out) throw new UsageError(problems);
  return { spec, questions, suiteQuestions, key, out: flags.out };
}

function questionsOf(flags: Flags, problems: string[]): string[] | null {
  if (flags.suite !== undefined) {
    if (flags.questions.length > 0) {
      problems.push("--suite brings its own questions; take away --questions");
    }
    return null;
  }
  if (flags.questions.length === 0) {
    problems.push("--questions <file or folder> is missing (or --suite, for the built-in ones)");
  }
  if (flags.endpoint === undefined) {
    problems.push("--endpoint <url> is missing; the suite's own policy answers --suite only");
  }
  return findDataFiles("--questions", flags.questions, problems, []).map(({ path }) => path);
}

function keyOf(
  { keyEnv }: Flags,
  env: Record<string, string | undefined>,
  problems: string[],
): string | null {
  if (keyEnv === undefined) return null;
  const key = env[keyEnv]?.trim() ?? "";
  if (key === "") problems.push(`--key-env ${keyEnv}: there is no such variable, or it is empty`);
  return key === "" ? null : key;
}

/** Where each option stands in a spec. */
const OPTION_PATHS = {
  endpoint: "generator.url",
  model: "generator.model",
  chains: "chainsPerQuestion",
  rollouts: "rollouts",
  budgetRequests: "budget.requests",
  budgetTokens: "budget.tokens",
} as const;

const OPTION_NAMES: Record<string, string> = {
  "generator.url": "--endpoint",
  "generator.model": "--model",
  chainsPerQuestion: "--chains",
  rollouts: "--rollouts",
  "budget.requests": "--budget-requests",
  "budget.tokens": "--budget-tokens",
  prompt: "--prompt",
};

function specOf(flags: Flags, problems: string[]): LabelSpec | null {
  const kind = flags.endpoint === undefined ? "suite" : "endpoint";
  let input: Record<string, unknown> = { generator: { kind } };
  if (kind === "endpoint" && flags.model === undefined) problems.push("--model <name> is missing");
  if (kind === "suite" && flags.model !== undefined) {
    problems.push("--model belongs to --endpoint; the suite's policy has none");
  }
  for (const [option, path] of Object.entries(OPTION_PATHS)) {
    const value = flags[option as keyof typeof OPTION_PATHS];
    if (value === undefined || (kind === "suite" && option === "model")) continue;
    input = writeConfigPath(input, path, /url|model/.test(path) ? value : parseValue(value));
  }
  for (const setting of flags.set) {
    const equals = setting.indexOf("=");
    if (equals < 1) {
      problems.push(`--set ${setting}: write key=value, for example generator.temperature=0.5`);
    } else {
      input = writeConfigPath(
        input,
        setting.slice(0, equals).trim(),
        parseValue(setting.slice(equals + 1).trim()),
      );
    }
  }
  const prompt = promptOf(flags, problems);
  if (prompt !== null) input = { ...input, prompt };
  const parsed = labelSpecSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) {
    const dotted = path.join(".");
    // A model that is missing is named above.
    if (dotted === "generator.model" && flags.model === undefined) continue;
    problems.push(`${OPTION_NAMES[dotted] ?? (dotted || "settings")}: ${message}`);
  }
  return null;
}

function promptOf({ prompt }: Flags, problems: string[]): string | null {
  if (prompt === undefined) return null;
  if (!statSync(prompt, { throwIfNoEntry: false })?.isFile()) {
    problems.push(
      `--prompt ${prompt}: there is no such file${extname(prompt) === "" ? "; it takes a file, not the text itself" : ""}`,
    );
    return null;
  }
  return readFileSync(prompt, "utf8");
}
