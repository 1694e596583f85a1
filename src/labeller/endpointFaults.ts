// What went wrong with a request, in words with a remedy: which faults are worth another try, and what to do
// about the others. The key is kept out of every message, also where the endpoint repeats it.
import { StudioError } from "../base/errors.ts";
import { corsAdvice, mixedContentAdvice } from "../domain/labelEndpoints.ts";
import { UnansweredRequest } from "./generator.ts";
import { readRetryAfter } from "./retryAfter.ts";

interface Asked {
  url: string;
  model: string;
  timeoutMs: number;
}

const MOST_SHOWN = 300;

/** A request that fetch itself gave up. */
export function networkFault(error: unknown, isTimeout: boolean, asked: Asked): UnansweredRequest {
  if (isTimeout) {
    const seconds = (asked.timeoutMs / 1000).toLocaleString("en-US");
    return new UnansweredRequest(`No answer within ${seconds} s`, {
      isRetryable: true,
      mayCost: true,
      hint: "Allow more time, or fewer requests at once.",
    });
  }
  // Not let through: no try but the first would fare better.
  if (error instanceof StudioError) {
    return new UnansweredRequest(error.message, { isRetryable: false, hint: error.hint });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new UnansweredRequest(`${hostOf(asked.url)} cannot be reached (${shorten(reason)})`, {
    isRetryable: true,
    mayCost: true,
    isNetwork: true,
    hint: reachHint(asked.url),
  });
}

/** A reply with a status that is no success. */
export function statusFault(
  status: number,
  retryAfter: string | null,
  body: string,
  key: string | null,
  asked: Asked,
): UnansweredRequest {
  const said = shorten(withoutKey(messageIn(body), key));
  const words = said === "" ? "" : `: ${said}`;
  if (status === 429 || status === 408 || status === 409 || status >= 500) {
    return new UnansweredRequest(`The endpoint answered ${status}${words}`, {
      isRetryable: true,
      retryAfterMs: readRetryAfter(retryAfter, body, Date.now()),
      mayCost: status !== 429 && status !== 503,
      hint: status === 429 ? "It limits how often it is asked; fewer requests at once help." : "",
    });
  }
  return new UnansweredRequest(`The endpoint refused the request (${status})${words}`, {
    isRetryable: false,
    isOfRequest: status === 400 || status === 413 || status === 422,
    hint: refusalHint(status, asked),
  });
}

/** Why a body is no reply: broken off, or something else altogether. */
export function bodyFault(body: string): string {
  const text = body.trimStart();
  if (text === "") return "empty reply";
  if (text.startsWith("{")) return "reply broken off in its JSON";
  return text.startsWith("data:") ? "a stream in place of a reply" : "a reply that is no JSON";
}

/** A text without the key, should it be in it. */
export function withoutKey(text: string, key: string | null): string {
  return key === null || key === "" ? text : text.split(key).join("…");
}

function refusalHint(status: number, { model, url }: Asked): string {
  if (status === 401 || status === 403) return "Check the key, and that it may use this model.";
  if (status === 402) return "The account has no credit left.";
  if (status === 404) {
    return `Check the address (${url}; most end in /v1) and that the endpoint has a model "${model}".`;
  }
  if (status === 413) return "The request is too large: send no images, or smaller ones.";
  return "Check the model's name, the number of tokens and whether the model takes images.";
}

/** What stands between a page and the endpoint; a script (Node) has no page, and no such hindrance. */
function reachHint(url: string): string {
  const page = (globalThis.location as Location | undefined)?.origin;
  if (page === undefined) return "Is it running there?";
  return mixedContentAdvice(url, page) ?? corsAdvice(url, page);
}

function hostOf(url: string): string {
  return new URL(url).host;
}

/** The message of an error body, in the forms that are about; else the body itself. */
function messageIn(body: string): string {
  try {
    const parsed = JSON.parse(body) as { error?: unknown; message?: unknown; detail?: unknown };
    const { error } = parsed;
    const inner = (error as { message?: unknown } | null)?.message;
    for (const found of [inner, error, parsed.message, parsed.detail]) {
      if (typeof found === "string") return found;
    }
  } catch {
    // Not JSON: a proxy's page, or plain words.
  }
  return body.replace(/<[^>]*>/g, " ");
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
}
