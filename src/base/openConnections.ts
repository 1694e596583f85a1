// Which servers this worker may talk to: its own, and those the user named in a command. A list no policy of the
// page can hold beforehand, so it is kept here, and everything in a worker that could reach the network is
// put behind it. Modules (`import`) are not: those are held to the app's own by Content-Security-Policy.
import { StudioError } from "./errors.ts";

export interface OpenedConnection {
  /**
   * Its answers may come from elsewhere: a hub sends who asks for a file on to where it stores files, and is
   * told nothing but the file's name. False for who is sent questions: those go nowhere but there.
   */
  mayRedirect: boolean;
}

const opened = new Map<string, OpenedConnection>();

/**
 * Lets this worker ask the server of an address that the user has named. Throws StudioError("config") for what
 * is no address of one.
 */
export function openConnection(url: string, { mayRedirect }: OpenedConnection): void {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new StudioError(
      "config",
      `“${url}” is no address of a server`,
      "It begins with https:// or http://.",
    );
  }
  opened.set(new URL(url).origin, { mayRedirect });
}

/** The parts of a worker's global scope that are put behind the list. */
export interface GuardedScope {
  readonly location: { readonly href: string; readonly origin: string };
  fetch: typeof fetch;
}

/** Ways to the network that nothing in a worker of this app has a use for. */
const UNUSED_WAYS = ["WebSocket", "EventSource", "WebTransport", "FontFace"] as const;

/**
 * Has this scope refuse every connection that is not open, in words (StudioError). To be called before anything
 * else runs, or what is there already may have kept the unguarded functions. Cannot be taken back.
 */
export function guardConnections(scope: GuardedScope): void {
  const unguarded = scope.fetch.bind(scope);
  const requireOwn = (address: string) => {
    if (!isOwn(address, scope)) throw refusal(address);
  };
  fix(scope, "fetch", async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input, scope.location.href);
    if (isOwn(url.href, scope)) return unguarded(input, init);
    const connection = opened.get(url.origin);
    if (connection === undefined) throw refusal(url.href);
    if (connection.mayRedirect) return unguarded(input, init);
    // "manual" and not "error", which could not be told from a server that is not there.
    const response = await unguarded(input, { ...init, redirect: "manual" });
    if (response.type === "opaqueredirect") throw sentElsewhere(url.origin);
    return response;
  });
  const parts = scope as unknown as Record<string, unknown>;
  for (const name of UNUSED_WAYS) {
    if (typeof parts[name] !== "function") continue;
    fix(scope, name, function refuse(address: unknown) {
      throw refusal(name === "FontFace" ? "a font's address" : String(address));
    });
  }
  guardMethod(parts["XMLHttpRequest"], "open", ([, url]) => requireOwn(String(url)));
  guardMethod(parts["Cache"], "add", ([request]) => requireOwn(addressOf(request)));
  guardMethod(parts["Cache"], "addAll", ([requests]) => {
    for (const request of requests as Iterable<unknown>) requireOwn(addressOf(request));
  });
  const { importScripts } = parts;
  if (typeof importScripts === "function") {
    fix(scope, "importScripts", (...urls: unknown[]) => {
      for (const url of urls) requireOwn(String(url));
      importScripts.apply(scope, urls);
    });
  }
}

/** The app's own server; or no server at all (blob:, data:). */
function isOwn(address: string, { location }: GuardedScope): boolean {
  const url = new URL(address, location.href);
  if (url.protocol === "blob:" || url.protocol === "data:") return true;
  return url.origin === location.origin;
}

function refusal(address: string): StudioError {
  const origin = URL.canParse(address) ? new URL(address).origin : "null";
  return new StudioError(
    "state",
    `A connection to ${origin === "null" ? address : origin} was refused: nobody asked for it`,
    "Only the hub and the endpoint that you name are ever asked. This is a bug in the app; please report it.",
  );
}

function sentElsewhere(origin: string): StudioError {
  return new StudioError(
    "state",
    `${origin} sends on to another address, which was not followed: what is sent goes only where you said`,
    "Give the address it sends on to, if that is the one you mean.",
  );
}

const addressOf = (request: unknown): string =>
  request instanceof Request ? request.url : String(request);

function guardMethod(
  owner: unknown,
  name: string,
  check: (args: readonly unknown[]) => void,
): void {
  if (typeof owner !== "function") return;
  const prototype = owner.prototype as Record<string, unknown>;
  const method = prototype[name];
  if (typeof method !== "function") return;
  fix(prototype, name, function (this: unknown, ...args: unknown[]): unknown {
    check(args);
    return method.apply(this, args);
  });
}

/** Puts a value in a place from which nothing takes it again. */
function fix(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, writable: false, configurable: false });
}
