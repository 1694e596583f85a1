// Making Monte-Carlo step labels: what is asked of the labeller, and what it tells on the way.

import type { ErrorReport } from "../base/errors.ts";
import { z } from "../base/zod.ts";
import { promptIssue } from "./labelPrompt.ts";

/** One question to be answered and labelled. */
export interface LabelQuestion {
  id: string;
  /** Domain it will be a row of: the file's name, or what the row says. */
  domain: string;
  question: string;
  groundTruth: string;
  imagePath: string | null;
}

export const ANSWER_CHECKS = ["auto", "exact", "numeric", "choice", "latex"] as const;
/**
 * How a final answer is held against the ground truth: as text; as numbers within a tolerance; as the
 * letter of a choice; as boxed LaTeX, normalised. auto: what the ground truth looks like.
 */
export type AnswerCheck = (typeof ANSWER_CHECKS)[number];

const generatorSchema = z.discriminatedUnion("kind", [
  /** The built-in suite's policy: for the suite's own questions, with no server. */
  z.strictObject({
    kind: z.literal("suite"),
    seed: z.number().int().min(0).default(1),
    errorRate: z.number().min(0).max(1).default(0.2),
  }),
  z.strictObject({
    kind: z.literal("endpoint"),
    /** Base address, e.g. http://localhost:11434/v1 ; "/chat/completions" is put behind it. */
    url: z.url({
      protocol: /^https?$/,
      error: "Write a web address, such as http://localhost:11434/v1.",
    }),
    model: z.string().min(1, "Name the model; “Test connection” lists those the endpoint offers."),
    temperature: z.number().min(0).max(2).default(0.8),
    /** Completion tokens at most, a request. */
    maxTokens: z.number().int().min(1).max(100_000).default(1024),
    /** Requests under way at once. */
    concurrency: z.number().int().min(1).max(64).default(4),
    timeoutMs: z.number().int().min(1000).max(3_600_000).default(120_000),
    /** Tries a request after the first. */
    retries: z.number().int().min(0).max(20).default(6),
    /** Send the question's image along. */
    sendsImages: z.boolean().default(true),
    /**
     * How a prefix is completed. ask: the prefix as the model's own message, then a request to go on;
     * works everywhere. prefill: the model's message is left open; truer to the model where the server can.
     */
    continuation: z.enum(["ask", "prefill"]).default("ask"),
  }),
]);

export const labelSpecSchema = z.strictObject({
  generator: generatorSchema,
  /** How the question is put: a template with {question}; empty: the five-step prompt. */
  prompt: z
    .string()
    .max(100_000)
    .refine((prompt) => promptIssue(prompt) === null, {
      error: ({ input }) => promptIssue(String(input)) ?? "",
    })
    .default(""),
  chainsPerQuestion: z.number().int().min(1).max(256).default(4),
  /** R: completions of a prefix, at most. */
  rollouts: z.number().int().min(1).max(1024).default(8),
  adaptive: z
    .strictObject({
      isOn: z.boolean().default(true),
      /** Completions before a prefix may stop. */
      atLeast: z.number().int().min(1).max(1024).default(4),
      /** A prefix stops where the interval of its accuracy is no wider than this … */
      width: z.number().min(0).max(1).default(0.35),
      /** … at this level of confidence. */
      confidence: z.number().gt(0.5).lt(1).default(0.9),
    })
    .prefault({}),
  check: z
    .strictObject({
      kind: z.enum(ANSWER_CHECKS).default("auto"),
      /** Relative, of numeric answers. */
      tolerance: z.number().min(0).max(1).default(1e-6),
    })
    .prefault({}),
  /** null: no limit. Paused, not failed, when reached. */
  budget: z
    .strictObject({
      requests: z.number().int().min(1).nullable().default(null),
      tokens: z.number().int().min(1).nullable().default(null),
    })
    .prefault({}),
  /** Money a million tokens, for showing the cost; null: not shown. */
  price: z
    .strictObject({
      input: z.number().min(0).nullable().default(null),
      output: z.number().min(0).nullable().default(null),
    })
    .prefault({}),
});
export type LabelSpec = z.output<typeof labelSpecSchema>;

/** The questions that were read. */
export interface LabelQuestionsSummary {
  domains: { name: string; questions: number; withImage: number }[];
  questions: number;
  /** Rows left out, with file, line and field. */
  problems: { file: string; line: number | null; field: string | null; message: string }[];
  /** True where every question is one of the suite's, whose policy can answer it. */
  isSuite: boolean;
  /** The first one, to show the prompt filled in; null where there is none. */
  first: LabelQuestion | null;
}

/** Before it begins: what it will take at most. */
export interface LabelEstimate {
  requests: number;
  inputTokens: number;
  outputTokens: number;
  /** null where no price is given. */
  cost: number | null;
}

export const LABEL_STATES = [
  "empty",
  "ready",
  "running",
  "paused",
  "overBudget",
  "failed",
  "done",
] as const;
export type LabelState = (typeof LABEL_STATES)[number];

export interface LabelStatus {
  state: LabelState;
  /** In words, for the status line. */
  detail: string;
  spec: LabelSpec | null;
  /** The job was started with a key, which is nowhere kept: going on after a reload asks for it. */
  hadKey: boolean;
  questions: LabelQuestionsSummary | null;
  /** Written by domain, with what was found. */
  domains: {
    name: string;
    questions: number;
    questionsDone: number;
    chains: number;
    /** Prefixes with a finished label, and the mean of their accuracy. */
    labels: number;
    meanAccuracy: number | null;
  }[];
  chains: { done: number; planned: number };
  /** Completed rollouts; planned is the most there can be, fewer where adaptive ones stop early. */
  rollouts: { done: number; planned: number; saved: number };
  requests: { sent: number; retried: number; underWay: number };
  tokens: { input: number; output: number };
  cost: number | null;
  /** Answers that could not be used, by why ("no final answer", "empty completion", …). */
  rejected: Record<string, number>;
  elapsedMs: number;
  secondsLeft: number | null;
  /** The last trouble with the endpoint, in words; null where there is none. */
  trouble: string | null;
  /** The newest chain, for looking at. */
  sample: { question: string; steps: { text: string; accuracy: number | null }[] } | null;
  error: ErrorReport | null;
}
