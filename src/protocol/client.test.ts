import { afterEach, describe, expect, it } from "vitest";
import { StudioError } from "../base/errors.ts";
import { defaultRunConfig } from "../domain/runConfig.ts";
import { createStudioClient, type StudioClient } from "./client.ts";
import { createEventPost, type StudioHandlers, serveStudio } from "./host.ts";
import type { CommandArgs, StudioEvent } from "./messages.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Handlers that all refuse, but for the given ones. */
function handlersWith(own: Partial<StudioHandlers>): StudioHandlers {
  return new Proxy(own, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (() => {
        throw new StudioError("state", `${String(name)} is not expected here`);
      }),
  }) as StudioHandlers;
}

function connect(own: Partial<StudioHandlers>) {
  const channel = new MessageChannel();
  const client = createStudioClient(channel.port1);
  const stop = serveStudio(channel.port2, handlersWith(own));
  closers.push(() => {
    stop();
    client.dispose();
    channel.port2.close();
  });
  return { client, post: createEventPost(channel.port2), port2: channel.port2 };
}

/** A port on which a test plays the worker that fails. */
class FailingPort extends EventTarget {
  isTerminated = false;
  postMessage(): void {}
  terminate(): void {
    this.isTerminated = true;
  }
  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error"), { message }));
  }
  say(data: StudioEvent): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

const start = (client: StudioClient) => client.call("run.start", { config: defaultRunConfig() });

describe("a call", () => {
  it("reaches its handler with its arguments and resolves with its reply", async () => {
    const asked: CommandArgs<"chain.score">[] = [];
    const reply = { stepScores: [0.25], chainScores: { last: 0.25 } as never, atStep: 7 };
    const { client } = connect({
      "chain.score": (args) => {
        asked.push(args);
        return reply;
      },
    });
    expect(await client.call("chain.score", { question: "1 + 1?", steps: ["2"] })).toEqual(reply);
    expect(asked).toEqual([{ question: "1 + 1?", steps: ["2"] }]);
  });

  it("is matched with its own reply when replies come out of order", async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { client } = connect({
      "chain.score": async ({ question, steps }) => {
        if (question === "slow") await gate;
        else open();
        return { stepScores: steps.map(() => 0.5), chainScores: {} as never, atStep: 0 };
      },
    });
    const [slow, quick] = await Promise.all([
      client.call("chain.score", { question: "slow", steps: ["a"] }),
      client.call("chain.score", { question: "quick", steps: ["a", "b"] }),
    ]);
    expect(slow.stepScores).toHaveLength(1);
    expect(quick.stepScores).toHaveLength(2);
  });

  it("rejects with the StudioError its handler threw, code and hint included", async () => {
    const { client } = connect({
      "run.pause": () => {
        throw new StudioError("state", "Nothing is running", "Start a run first.");
      },
    });
    const error = await client.call("run.pause", {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StudioError);
    expect(error).toMatchObject({
      code: "state",
      message: "Nothing is running",
      hint: "Start a run first.",
    });
  });

  it("rejects when its reply cannot be sent", async () => {
    const { client } = connect({ "run.pause": () => (() => null) as never });
    await expect(client.call("run.pause", {})).rejects.toMatchObject({ code: "internal" });
  });

  it("rejects when its arguments cannot be sent", async () => {
    const { client } = connect({});
    const args = { config: (() => null) as never };
    await expect(client.call("run.start", args)).rejects.toThrow(/run\.start could not be sent/);
  });
});

describe("the boundary", () => {
  it("names the field of a bad run config and never calls the handler", async () => {
    const { client } = connect({});
    const config = {
      ...defaultRunConfig(),
      lower: { ...defaultRunConfig().lower, learningRate: -0.1 },
    };
    await expect(client.call("run.start", { config })).rejects.toMatchObject({
      code: "config",
      message: expect.stringContaining("lower.learningRate"),
    });
  });

  it("names the field of other bad arguments", async () => {
    const { client } = connect({});
    const bad = client.call("suite.load", { variant: "golden" as never, seed: 1 });
    await expect(bad).rejects.toThrow(/suite\.load\.variant/);
  });

  it("refuses a command it does not know", async () => {
    const { client } = connect({});
    await expect(client.call("run.fly" as never, {} as never)).rejects.toThrow(
      'Unknown command "run.fly"',
    );
    await expect(client.call("toString" as never, {} as never)).rejects.toThrow("Unknown command");
  });
});

describe("events", () => {
  it("reach every listener until it is taken off", async () => {
    const { client, post } = connect({ "run.pause": () => null });
    const first: StudioEvent[] = [];
    const second: StudioEvent[] = [];
    const off = client.on((event) => first.push(event));
    client.on((event) => second.push(event));
    const notice = (message: string): StudioEvent => ({
      kind: "event",
      name: "notice.posted",
      message,
    });
    post(notice("one"));
    await client.call("run.pause", {}); // one channel, in order: the event came before this reply
    off();
    post(notice("two"));
    await client.call("run.pause", {});
    expect(first).toEqual([notice("one")]);
    expect(second).toEqual([notice("one"), notice("two")]);
  });
});

describe("a worker that fails", () => {
  it("rejects what is pending and what comes later when it never started", async () => {
    const port = new FailingPort();
    const client = createStudioClient(port);
    const pending = start(client);
    port.fail("");
    await expect(pending).rejects.toThrow("The training worker could not be started");
    await expect(start(client)).rejects.toThrow("could not be started");
  });

  it("rejects what is pending with the cause when it failed later", async () => {
    const port = new FailingPort();
    const client = createStudioClient(port);
    port.say({ kind: "event", name: "notice.posted", message: "hello" });
    const pending = start(client);
    const heard: StudioEvent[] = [];
    client.on((event) => heard.push(event));
    port.fail("out of memory");
    await expect(pending).rejects.toMatchObject({
      code: "worker",
      message: "The training worker failed: out of memory",
    });
    expect(heard).toMatchObject([
      { name: "run.stateChanged", state: "failed", error: { code: "worker" } },
    ]);
  });

  it("rejects what is pending when a message cannot be read", async () => {
    const port = new FailingPort();
    const pending = start(createStudioClient(port));
    port.dispatchEvent(new Event("messageerror"));
    await expect(pending).rejects.toThrow("could not be read");
  });

  it("is ended by dispose, which rejects what is pending", async () => {
    const port = new FailingPort();
    const client = createStudioClient(port);
    const pending = start(client);
    client.dispose();
    expect(port.isTerminated).toBe(true);
    await expect(pending).rejects.toMatchObject({ code: "cancelled" });
    await expect(start(client)).rejects.toMatchObject({ code: "cancelled" });
  });
});
