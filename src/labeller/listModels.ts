// Asks an endpoint which models it has: the simplest request there is, to see whether it can be reached.
import { StudioError } from "../base/errors.ts";
import { bodyFault, networkFault, statusFault, withoutKey } from "./endpointFaults.ts";
import type { UnansweredRequest } from "./generator.ts";

const TIMEOUT_MS = 15_000;

/**
 * GET <url>/models, sorted by name. Throws StudioError("state") in words where that fails; the key is in no message.
 */
export async function listModels(options: {
  fetch: typeof fetch;
  url: string;
  key: string | null;
}): Promise<{ models: string[] }> {
  const { url, key } = options;
  const asked = { url, model: "", timeoutMs: TIMEOUT_MS };
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  let body: string;
  try {
    response = await options.fetch(modelsUrl(url), {
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
      signal: timeout,
    });
    body = await response.text();
  } catch (error) {
    throw inWords(networkFault(error, timeout.aborted, asked), key);
  }
  if (!response.ok) {
    const header = response.headers.get("retry-after");
    throw inWords(statusFault(response.status, header, body, key, asked), key);
  }
  return { models: namesIn(body) };
}

function modelsUrl(base: string): string {
  return `${base.replace(/\/+$/, "").replace(/\/chat\/completions$/, "")}/models`;
}

function namesIn(body: string): string[] {
  let listed: { data?: unknown } | null;
  try {
    listed = JSON.parse(body) as { data?: unknown } | null;
  } catch {
    throw new StudioError(
      "state",
      `The address answers, but not with a list of models: ${bodyFault(body)}`,
      "Check the address; most end in /v1.",
    );
  }
  const entries = Array.isArray(listed?.data) ? listed.data : [];
  return entries
    .flatMap((entry: { id?: unknown } | null) => (typeof entry?.id === "string" ? [entry.id] : []))
    .sort((a, b) => (a < b ? -1 : 1));
}

function inWords(fault: UnansweredRequest, key: string | null): StudioError {
  return new StudioError("state", withoutKey(fault.message, key), fault.hint);
}
