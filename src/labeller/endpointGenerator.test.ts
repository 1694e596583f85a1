// What is sent to an endpoint, and what its replies are taken for.
import { expect, test } from "vitest";
import { type LabelQuestion, labelSpecSchema } from "../domain/labelling.ts";
import { FIVE_STEP_PROMPT } from "../domain/labelPrompt.ts";
import { completionsUrl, EndpointGenerator, type EndpointSpec } from "./endpointGenerator.ts";
import type { Generation, RejectedReply, UnansweredRequest } from "./generator.ts";

interface Sent {
  url: string;
  headers: Record<string, string>;
  body: Record<string, unknown> & { messages: { role: string; content: unknown }[] };
}

const PIXEL = new Blob([Uint8Array.of(1, 2, 3)], { type: "image/png" });
const QUESTION: LabelQuestion = {
  id: "q",
  domain: "d",
  question: "What costs $& more?",
  groundTruth: "1",
  imagePath: null,
};

function reply(content: unknown, more: object = {}): Response {
  const usage = { prompt_tokens: 10, completion_tokens: 5 };
  const choices = [{ message: { role: "assistant", content }, finish_reason: "stop", ...more }];
  return Response.json({ choices, usage });
}

function generatorOf(
  settings: Partial<EndpointSpec>,
  answer: (sent: Sent) => Response | Promise<Response>,
  options: { prompt?: string; key?: string } = {},
) {
  const sent: Sent[] = [];
  const generator = { kind: "endpoint", url: "http://localhost:1/v1", model: "m", ...settings };
  const spec = labelSpecSchema.parse({ generator }).generator as EndpointSpec;
  const made = new EndpointGenerator({
    fetch: async (url, init) => {
      const request: Sent = {
        url: String(url),
        headers: init?.headers as Record<string, string>,
        body: JSON.parse(String(init?.body)) as Sent["body"],
      };
      sent.push(request);
      return answer(request);
    },
    spec,
    prompt: options.prompt ?? "",
    key: options.key ?? null,
    readImage: async (path) => (path === "i.png" ? PIXEL : null),
  });
  const ask = (prefix: string[] | null, question = QUESTION): Promise<Generation> =>
    made.generate({ question, label: "0/0", prefix, signal: new AbortController().signal });
  return { ask, sent, made };
}

type Fault = { name: string } & Pick<RejectedReply, "reason" | "tokens"> &
  Pick<UnansweredRequest, "message" | "hint">;

async function faultOf(asking: Promise<unknown>): Promise<Fault> {
  try {
    await asking;
  } catch (error) {
    return error as Fault;
  }
  throw new Error("nothing was wrong");
}

test("a chain is one user message: the prompt with the question in it, letter by letter", async () => {
  const { ask, sent } = generatorOf({ temperature: 0.3, maxTokens: 77 }, () => reply("Step 1: a"));
  expect(await ask(null)).toEqual({ text: "Step 1: a", tokens: { input: 10, output: 5 } });
  const prompt = FIVE_STEP_PROMPT.split("{question}").join(QUESTION.question);
  expect(sent).toEqual([
    {
      url: "http://localhost:1/v1/chat/completions",
      headers: { "content-type": "application/json" },
      body: {
        model: "m",
        messages: [{ role: "user", content: prompt }],
        temperature: 0.3,
        max_tokens: 77,
      },
    },
  ]);
});

test("a prefix is the model's own message, and then it is asked to go on", async () => {
  const { ask, sent } = generatorOf({}, () => reply("Step 3: c"), { prompt: "Q: {question}" });
  await ask(["a", "b"]);
  const { messages, ...rest } = sent[0]!.body;
  expect(messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
  expect(messages[0]!.content).toBe("Q: What costs $& more?");
  expect(messages[1]!.content).toBe("Step 1: a\n\nStep 2: b");
  expect(messages[2]!.content).toContain('Begin with "Step 3:"');
  expect(rest).not.toHaveProperty("continue_final_message");
});

test("prefilled, the model's message stays open, also for servers that must be told", async () => {
  const { ask, sent } = generatorOf({ continuation: "prefill" }, () => reply("Step 3: c"));
  await ask(["a", "b"]);
  const { messages, ...rest } = sent[0]!.body;
  expect(messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
  expect(messages[1]!.content).toBe("Step 1: a\n\nStep 2: b\n\n");
  expect(rest).toMatchObject({ continue_final_message: true, add_generation_prompt: false });
  await ask(null);
  expect(sent[1]!.body).not.toHaveProperty("continue_final_message");
});

test("the key goes into the header; the image comes first, as a data URL, unless it is not to be sent", async () => {
  const pictured = { ...QUESTION, imagePath: "i.png" };
  const { ask, sent } = generatorOf({}, () => reply("Step 1: a"), {
    key: "sk",
    prompt: "{question}",
  });
  await ask(null, pictured);
  expect(sent[0]!.headers["authorization"]).toBe("Bearer sk");
  expect(sent[0]!.body.messages[0]!.content).toEqual([
    { type: "image_url", image_url: { url: "data:image/png;base64,AQID" } },
    { type: "text", text: QUESTION.question },
  ]);
  const blind = generatorOf({ sendsImages: false }, () => reply("a"), { prompt: "{question}" });
  await blind.ask(null, pictured);
  expect(blind.sent[0]!.body.messages[0]!.content).toBe(QUESTION.question);
});

test("replies in parts, without usage, with thinking before them are read", async () => {
  const parts = generatorOf({}, () =>
    reply([
      { type: "text", text: "Step 1: " },
      { type: "text", text: "a" },
    ]),
  );
  expect((await parts.ask(null)).text).toBe("Step 1: a");
  const bare = generatorOf({}, () =>
    Response.json({ choices: [{ message: { content: "<think>hm</think>\nStep 1: abcd" } }] }),
  );
  const { text, tokens } = await bare.ask(null);
  expect(text).toBe("Step 1: abcd");
  expect(tokens.output).toBeGreaterThan(3);
  expect(tokens.input).toBeGreaterThan(100);
});

test.each([
  ["an empty one", () => reply(""), "empty completion", true],
  ["blanks", () => reply(" \n"), "empty completion", true],
  ["no content", () => reply(null), "empty completion", true],
  ["only thinking", () => reply("<think>so</think>"), "empty completion", true],
  ["one cut off", () => reply("Step 1:", { finish_reason: "length" }), "cut off at 1,024", true],
  ["a withheld one", () => reply("", { finish_reason: "content_filter" }), "content filter", true],
  ["no choices", () => Response.json({ choices: [] }), "without a message", true],
  ["null", () => new Response("null"), "without a message", true],
  ["half a JSON", () => new Response('{"choices": [{"mess'), "broken off in its JSON", false],
  ["nothing", () => new Response(""), "empty reply", false],
  ["a page", () => new Response("<html>"), "no JSON", false],
  ["a stream", () => new Response("data: {}\n\n"), "stream", false],
])("%s is rejected", async (_, answer, reason, hasTokens) => {
  const { ask } = generatorOf({}, answer);
  const fault = await faultOf(ask(null));
  expect(fault.name).toBe("RejectedReply");
  expect(fault.reason).toContain(reason);
  expect(fault.tokens !== null).toBe(hasTokens);
});

test.each([
  [429, true, false, false],
  [500, true, true, false],
  [502, true, true, false],
  [503, true, false, false],
  [400, false, false, true],
  [401, false, false, false],
  [404, false, false, false],
  [413, false, false, true],
])(
  "status %d: tried again %s, may cost %s, about this request only %s",
  async (status, isRetryable, mayCost, isOfRequest) => {
    const { ask } = generatorOf(
      {},
      () => Response.json({ error: { message: "sk-1 is bad" } }, { status }),
      { key: "sk-1" },
    );
    const fault = await faultOf(ask(null));
    expect(fault).toMatchObject({ name: "UnansweredRequest", isRetryable, mayCost, isOfRequest });
    expect(fault.message).toContain(`${status}`);
    expect(fault.message).toContain("… is bad");
    expect(fault.message).not.toContain("sk-1");
  },
);

test("a failing fetch names the address and what may be in the way", async () => {
  const { ask } = generatorOf({}, () => Promise.reject(new TypeError("Failed to fetch")));
  const fault = await faultOf(ask(null));
  expect(fault).toMatchObject({ isRetryable: true, isNetwork: true });
  expect(fault.message).toBe("localhost:1 cannot be reached (Failed to fetch)");
  expect(fault.hint).not.toBe("");
});

test("a model that knows the limit of tokens by its newer name is asked by that from then on", async () => {
  const { ask, sent } = generatorOf({ maxTokens: 9 }, ({ body }) =>
    "max_tokens" in body
      ? Response.json(
          { error: { message: "Use 'max_completion_tokens' instead." } },
          { status: 400 },
        )
      : reply("Step 1: a"),
  );
  const fault = await faultOf(ask(null));
  expect(fault).toMatchObject({ isRetryable: true, retryAfterMs: 0, mayCost: false });
  expect((await ask(null)).text).toBe("Step 1: a");
  expect(sent[1]!.body).toMatchObject({ max_completion_tokens: 9 });
  expect(sent[1]!.body).not.toHaveProperty("max_tokens");
});

test("the most a request can cost is above what it is expected to, and learns from replies", async () => {
  const { ask, made } = generatorOf({ maxTokens: 100 }, () =>
    Response.json({
      choices: [{ message: { content: "Step 1: a" } }],
      usage: { prompt_tokens: 5000, completion_tokens: 3 },
    }),
  );
  const request = { question: QUESTION, label: "", prefix: null };
  const before = made.mostTokens(request);
  expect(before.output).toBe(100);
  await ask(null);
  expect(made.mostTokens(request).input).toBeGreaterThan(Math.max(before.input, 4990));
});

test("addresses are taken as people write them", () => {
  const full = "http://h/v1/chat/completions";
  for (const url of ["http://h/v1", "http://h/v1/", full]) expect(completionsUrl(url)).toBe(full);
});
