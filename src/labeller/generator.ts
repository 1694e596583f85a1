// What writes chains and completes prefixes: the suite's policy, or a model behind an endpoint. A reply is a
// whole text; what is wrong with one that is not is said here in two kinds of fault.
import type { LabelQuestion } from "../domain/labelling.ts";

/** One text asked of a generator. */
export interface GenerationRequest {
  question: LabelQuestion;
  /** Index of the question, of the chain, and for a completion of its prefix and rollout; for random numbers. */
  label: string;
  /** Steps to go on from; null: a chain from its beginning. */
  prefix: readonly string[] | null;
  signal: AbortSignal;
}

export interface TokenCount {
  input: number;
  output: number;
}

export interface Generation {
  /** What was written: of a completion, only what follows the prefix. Never blank, never cut off. */
  text: string;
  tokens: TokenCount;
}

export interface Generator {
  /**
   * Makes one try.
   * @throws RejectedReply where a reply came that is no whole text; UnansweredRequest where none came
   */
  generate(request: GenerationRequest): Promise<Generation>;
  /** The most that the request can cost, for the budget. */
  mostTokens(request: Omit<GenerationRequest, "signal">): TokenCount;
}

/**
 * A reply that cannot be used: empty, cut off, broken. It is asked for again, and is no completion of its
 * prefix: an answer that never came says nothing about the prefix, and to count it as wrong would lower labels by
 * the endpoint's faults. (A whole reply without an answer is the model's own failure, and counts as wrong.)
 */
export class RejectedReply extends Error {
  override readonly name = "RejectedReply";
  /** For the count of rejected ones: "empty completion". */
  readonly reason: string;
  /** What it cost all the same; null where the reply does not say. */
  readonly tokens: TokenCount | null;

  constructor(reason: string, tokens: TokenCount | null = null) {
    super(reason);
    this.reason = reason;
    this.tokens = tokens;
  }
}

/** A request that got no reply to read: refused, timed out, broken off, or not let through. */
export class UnansweredRequest extends Error {
  override readonly name = "UnansweredRequest";
  /** May do better when sent again: 429, 5xx, timeouts, network. */
  readonly isRetryable: boolean;
  /** How long the endpoint asks to be left alone; null where it does not say. */
  readonly retryAfterMs: number | null;
  /** False where it was surely not worked on (429), so that it costs nothing. */
  readonly mayCost: boolean;
  readonly hint: string;
  /** The endpoint objects to this request, and may take others (too long, an image it cannot read). */
  readonly isOfRequest: boolean;
  /** Nothing came back at all: no server, or the browser keeps its reply from the page. */
  readonly isNetwork: boolean;

  constructor(
    message: string,
    options: {
      isRetryable: boolean;
      retryAfterMs?: number | null;
      mayCost?: boolean;
      hint?: string;
      isNetwork?: boolean;
      isOfRequest?: boolean;
    },
  ) {
    super(message);
    this.isRetryable = options.isRetryable;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.mayCost = options.mayCost ?? false;
    this.hint = options.hint ?? "";
    this.isNetwork = options.isNetwork ?? false;
    this.isOfRequest = options.isOfRequest ?? false;
  }
}
