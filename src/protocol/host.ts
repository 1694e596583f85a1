// The worker's end of the protocol: checks every command as it comes in, hands it to its handler and
// answers it once. It knows messages, nothing of what the commands do.

import { StudioError, toErrorReport } from "../base/errors.ts";
import { z } from "../base/zod.ts";
import { MODEL_TASKS } from "../domain/features.ts";
import { ROW_FORMATS } from "../domain/fieldMapping.ts";
import { CHAIN_SORTS, CHAIN_SOURCES } from "../domain/inspect.ts";
import { labelSpecSchema } from "../domain/labelling.ts";
import { AGGREGATIONS, parseRunConfig, SUITE_VARIANTS } from "../domain/runConfig.ts";
import type {
  CommandArgs,
  CommandName,
  CommandReply,
  Reply,
  StudioEvent,
  WorkerMessage,
} from "./messages.ts";

/** What the host needs of a worker's global scope or a MessagePort. */
export interface StudioScope {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  removeEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  /** MessagePort only. */
  start?(): void;
}

/** One function a command. What it throws becomes the error of the reply. */
export type StudioHandlers = {
  [N in CommandName]: (args: CommandArgs<N>) => Promise<CommandReply<N>> | CommandReply<N>;
};

/** The function with which the session tells the page what happened. */
export function createEventPost(scope: StudioScope): (event: StudioEvent) => void {
  return (event) => scope.postMessage(event satisfies WorkerMessage);
}

/** Answers commands from now on; returns the function that ends it. */
export function serveStudio(scope: StudioScope, handlers: StudioHandlers): () => void {
  async function answer(message: unknown): Promise<void> {
    const envelope = envelopeSchema.safeParse(message);
    if (!envelope.success) {
      // Without an id nobody waits for an answer, so this can only be told to the log.
      console.error("The training worker was sent something that is no command", message);
      return;
    }
    const { id, name, args } = envelope.data;
    try {
      if (!isCommandName(name)) throw new StudioError("internal", `Unknown command "${name}"`);
      const value = await invoke(handlers, name, args);
      scope.postMessage({ kind: "reply", id, isOk: true, value } satisfies Reply);
    } catch (error) {
      scope.postMessage({
        kind: "reply",
        id,
        isOk: false,
        error: toErrorReport(error),
      } satisfies Reply);
    }
  }
  const onMessage = (event: MessageEvent) => void answer(event.data);
  scope.addEventListener("message", onMessage);
  scope.start?.();
  return () => scope.removeEventListener("message", onMessage);
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(argsSchemas, name);
}

async function invoke<N extends CommandName>(
  handlers: StudioHandlers,
  name: N,
  args: unknown,
): Promise<CommandReply<N>> {
  const parsed = argsSchemas[name].safeParse(args);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      (issue) => `${[name, ...issue.path].join(".")}: ${issue.message}`,
    );
    throw new StudioError("internal", faults.join("; "));
  }
  return await handlers[name](parsed.data as CommandArgs<N>);
}

const envelopeSchema = z.object({
  kind: z.literal("command"),
  id: z.number().int(),
  name: z.string(),
  args: z.unknown(),
});

const nothing = z.strictObject({});
const domainName = z.string().trim().min(1, "a domain needs a name");
const source = z.enum(CHAIN_SOURCES);
const index = z.number().int().min(0);
/** Throws StudioError("config") itself, whose words are better than a generic issue's. */
const config = z.unknown().transform(parseRunConfig);
const file = z.instanceof(File);
const namedFile = z.strictObject({ path: z.string().min(1), file });
const files = z.array(namedFile);
const seed = z.number().int().min(0).max(0xffffffff);
const seeds = z
  .array(seed)
  .min(1)
  .max(100)
  .refine((list) => new Set(list).size === list.length, { error: "seeds must differ" });

/** The mapped type makes a command without a schema a compile error. */
const mapping = z.strictObject({
  format: z.enum(ROW_FORMATS),
  fields: z.record(z.string(), z.string()),
});

const argsSchemas: { [N in CommandName]: z.ZodType<CommandArgs<N>> } = {
  "workspace.open": z.strictObject({ isTakingOver: z.boolean() }),
  "workspace.save": nothing,
  "workspace.sizes": nothing,
  "workspace.clear": nothing,
  "suite.load": z.strictObject({
    variant: z.enum(SUITE_VARIANTS),
    seed,
  }),
  "files.load": z.strictObject({
    files,
    isReplacing: z.boolean(),
    mappings: z.record(z.string(), mapping).exactOptional(),
  }),
  "file.peek": z.strictObject({ file: namedFile }),
  "file.preview": z.strictObject({ file: namedFile, mapping: mapping.nullable() }),
  "image.read": z.strictObject({ path: z.string() }),
  "load.cancel": nothing,
  "domain.rename": z.strictObject({ from: z.string(), to: domainName }),
  "domain.merge": z.strictObject({ names: z.array(z.string()).min(1), into: domainName }),
  "domain.enable": z.strictObject({ name: z.string(), isEnabled: z.boolean() }),
  "domain.undo": nothing,
  "problems.export": nothing,
  "corpus.export": nothing,
  "corpus.exportOfficial": nothing,
  "features.load": z.strictObject({ files: files.min(1) }),
  "features.extract": z.strictObject({
    request: z.strictObject({
      task: z.enum(MODEL_TASKS),
      model: z.string().trim().min(1, "a model needs a name"),
      hub: z.url("the hub must be an address such as https://…").nullable(),
      files: files.min(1).nullable(),
      device: z.enum(["auto", "webgpu", "wasm"]),
    }),
  }),
  "features.pause": nothing,
  "features.resume": nothing,
  "features.stop": nothing,
  "features.remove": z.strictObject({ id: z.string() }),
  "features.clearCache": nothing,
  "features.exportChains": nothing,
  "label.open": z.strictObject({ files: files.min(1) }),
  "label.openSuite": z.strictObject({ questionsPerDomain: z.number().int().min(1).max(10_000) }),
  "label.probe": z.strictObject({ url: z.url(), key: z.string().nullable() }),
  "label.estimate": z.strictObject({ spec: labelSpecSchema }),
  "label.start": z.strictObject({ spec: labelSpecSchema, key: z.string().nullable() }),
  "label.pause": nothing,
  "label.resume": z.strictObject({
    spec: labelSpecSchema.nullable(),
    key: z.string().nullable(),
  }),
  "label.discard": nothing,
  "label.restore": nothing,
  "label.export": nothing,
  "label.use": z.strictObject({ isReplacing: z.boolean() }),
  "run.start": z.strictObject({ config }),
  "run.pause": nothing,
  "run.resume": nothing,
  "run.step": z.strictObject({ config }),
  "run.stop": nothing,
  "run.reset": nothing,
  "run.retrain": nothing,
  "run.export": nothing,
  "run.describe": nothing,
  "chains.query": z.strictObject({
    query: z.strictObject({
      source,
      domains: z.array(z.string()).nullable(),
      correctness: z.enum(["all", "correct", "wrong"]),
      text: z.string(),
      minDisagreement: z.number().min(0).max(1),
      sort: z.enum(CHAIN_SORTS),
      isDescending: z.boolean(),
    }),
  }),
  "chains.list": z.strictObject({ source, refs: z.array(index) }),
  "chain.read": z.strictObject({
    source,
    ref: index,
    comparedTo: z.string().nullable(),
    isBlind: z.boolean().exactOptional(),
  }),
  "chain.score": z.strictObject({
    question: z.string(),
    steps: z.array(z.string()).min(1),
    imagePath: z.string().nullable().exactOptional(),
  }),
  "prm.load": z.strictObject({ file }),
  "prm.shelve": z.strictObject({ id: z.string().startsWith("kept/"), label: z.string(), file }),
  "prm.unshelve": z.strictObject({ id: z.string().startsWith("kept/") }),
  "prm.export": z.strictObject({ id: z.string() }),
  "evaluation.compute": z.strictObject({
    request: z.strictObject({
      prmIds: z.array(z.string()),
      aggregation: z.enum(AGGREGATIONS).nullable(),
      referenceId: z.string().exactOptional(),
    }),
  }),
  "domain.explain": z.strictObject({ domain: z.string() }),
  "study.start": z.strictObject({
    request: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("verdict"), config, seeds: seeds.min(2) }),
      z.strictObject({
        kind: z.literal("comparison"),
        title: z.string(),
        variants: z
          .array(
            z.strictObject({
              label: z.string(),
              config,
              responses: z.enum(["steps", "whole"]),
            }),
          )
          .min(1),
        seeds,
      }),
    ]),
  }),
  "study.pause": nothing,
  "study.resume": nothing,
  "study.stop": nothing,
  "candidates.score": nothing,
};
