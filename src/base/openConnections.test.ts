import { beforeEach, describe, expect, it } from "vitest";
import { type GuardedScope, guardConnections, openConnection } from "./openConnections.ts";

const OWN = "http://app.test";

/** A worker's scope that notes what got through to the network. */
class Scope implements GuardedScope {
  readonly location = { href: `${OWN}/assets/worker.js`, origin: OWN };
  readonly through: string[] = [];
  answer = new Response("an answer");
  fetch: typeof fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    this.through.push(init?.redirect === undefined ? address : `${address} ${init.redirect}`);
    return this.answer;
  };
  WebSocket = this.constructorOf((address) => address);
  EventSource = this.constructorOf((address) => address);
  FontFace = this.constructorOf((_, source) => source);
  XMLHttpRequest = this.withMethod("open");
  Cache = this.withMethod("add", "addAll");
  importScripts = (...urls: string[]) => this.through.push(...urls);

  private constructorOf(addressOf: (...args: string[]) => string | undefined) {
    const { through } = this;
    return function construct(...args: string[]) {
      through.push(addressOf(...args) ?? "");
    } as unknown as new (
      ...args: string[]
    ) => object;
  }

  private withMethod(...names: string[]) {
    const { through } = this;
    class Owner {}
    for (const name of names) {
      Object.defineProperty(Owner.prototype, name, {
        configurable: true,
        value: (...args: unknown[]) => through.push(args.flat().join(" ")),
      });
    }
    return Owner as new () => Record<"open" | "add" | "addAll", (...args: unknown[]) => void>;
  }
}

let scope: Scope;
beforeEach(() => {
  scope = new Scope();
  guardConnections(scope);
});

const refused = (address: string) => ({
  name: "StudioError",
  code: "state",
  message: `A connection to ${address} was refused: nobody asked for it`,
});

describe("what a worker may fetch", () => {
  it("is the app's own files, and what is no connection at all", async () => {
    const own = ["runtime.wasm", `${OWN}/assets/a.js`, `blob:${OWN}/1234`, "data:,x"];
    for (const address of own) await scope.fetch(address);
    expect(scope.through).toEqual(own);
  });

  it.each(["http://other.test/x", "https://app.test/", "http://app.test:81/", "//other.test/x"])(
    "is not %s, in words, and nothing gets through",
    async (address) => {
      const { origin } = new URL(address, OWN);
      await expect(scope.fetch(address)).rejects.toMatchObject(refused(origin));
      await expect(scope.fetch(new URL(address, OWN))).rejects.toMatchObject(refused(origin));
      await expect(scope.fetch(new Request(new URL(address, OWN)))).rejects.toMatchObject(
        refused(origin),
      );
      expect(scope.through).toEqual([]);
    },
  );

  it("is an address that was opened, with everything below its server, and nothing beside it", async () => {
    openConnection("https://endpoint.test:8080/v1", { mayRedirect: false });
    await scope.fetch("https://endpoint.test:8080/v1/models");
    await expect(scope.fetch("https://endpoint.test/v1/models")).rejects.toMatchObject(
      refused("https://endpoint.test"),
    );
    await expect(scope.fetch("https://endpoint.test:8080@other.test/")).rejects.toMatchObject(
      refused("https://other.test"),
    );
    expect(scope.through).toEqual(["https://endpoint.test:8080/v1/models manual"]);
  });

  it("is not what an endpoint sends on to; a hub may name where its files are", async () => {
    openConnection("https://sender.test/", { mayRedirect: false });
    scope.answer = Object.defineProperty(new Response(), "type", { value: "opaqueredirect" });
    await expect(scope.fetch("https://sender.test/v1")).rejects.toMatchObject({
      code: "state",
      message: expect.stringContaining("https://sender.test sends on to another address"),
    });
    openConnection("https://hub.test/", { mayRedirect: true });
    await scope.fetch("https://hub.test/model");
    expect(scope.through).toEqual(["https://sender.test/v1 manual", "https://hub.test/model"]);
  });
});

describe("other ways to the network", () => {
  it("are shut", () => {
    const other = "https://other.test/x";
    expect(() => new scope.WebSocket("wss://other.test")).toThrow("wss://other.test was refused");
    expect(() => new scope.EventSource(other)).toThrow("was refused");
    expect(() => new scope.FontFace("name", "\\75rl(//other.test)")).toThrow("was refused");
    expect(() => new scope.XMLHttpRequest().open("GET", other)).toThrow("was refused");
    expect(() => new scope.Cache().add(other)).toThrow("was refused");
    expect(() => new scope.Cache().addAll(["own.js", new Request(other)])).toThrow("was refused");
    expect(() => scope.importScripts("own.js", other)).toThrow("was refused");
    expect(scope.through).toEqual([]);
    // Not even where the address is open: only fetch can be kept from being sent on.
    openConnection("https://open.test/", { mayRedirect: true });
    expect(() => new scope.XMLHttpRequest().open("GET", "https://open.test/")).toThrow("refused");
  });

  it("lead to the app's own files", () => {
    new scope.XMLHttpRequest().open("GET", "runtime.wasm");
    new scope.Cache().addAll(["a.js"]);
    scope.importScripts(`${OWN}/b.js`);
    expect(scope.through).toEqual(["GET runtime.wasm", "a.js", `${OWN}/b.js`]);
  });

  it("cannot be had back", () => {
    const { fetch: guarded } = scope;
    expect(() => {
      scope.fetch = async () => new Response();
    }).toThrow(TypeError);
    expect(() => Reflect.deleteProperty(scope, "fetch")).not.toThrow();
    expect(scope.fetch).toBe(guarded);
  });
});

describe("opening a connection", () => {
  it.each(["", "endpoint.test", "ftp://endpoint.test", "javascript:alert(1)", "file:///etc"])(
    "refuses “%s”",
    (address) => {
      expect(() => openConnection(address, { mayRedirect: false })).toThrow(
        "is no address of a server",
      );
    },
  );
});
