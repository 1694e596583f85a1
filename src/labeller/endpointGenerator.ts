// A model behind an endpoint that speaks OpenAI's chat completions (Ollama, llama.cpp, vLLM, hosted ones).
//
// A prefix is completed by asking to go on: the question, the prefix as the model's own message, then a request.
// It works wherever chat does, keeps the roles alternating as strict chat templates want, and needs no field of
// one server only. Leaving the model's message open ("prefill") is truer to the model, but each server
// has its own way: vLLM and SGLang want continue_final_message, llama.cpp does it whenever the model's message
// comes last (unless it thinks), most hosted ones answer with a fresh message. It is there to be chosen.
// One completion a request: Ollama and others ignore `n`. No `seed`: some servers would repeat themselves.
import { joinSteps } from "../data/stepText.ts";
import type { LabelQuestion, LabelSpec } from "../domain/labelling.ts";
import { fillPrompt, promptTemplate } from "../domain/labelPrompt.ts";
import { continuationOf, withoutThought } from "./completionText.ts";
import { dataUrl } from "./dataUrl.ts";
import { bodyFault, networkFault, statusFault } from "./endpointFaults.ts";
import {
  type Generation,
  type GenerationRequest,
  type Generator,
  RejectedReply,
  type TokenCount,
  UnansweredRequest,
} from "./generator.ts";
import { TokenMeter } from "./tokenMeter.ts";

export type EndpointSpec = Extract<LabelSpec["generator"], { kind: "endpoint" }>;

export interface EndpointOptions {
  fetch: typeof fetch;
  spec: EndpointSpec;
  /** The prompt's template. */
  prompt: string;
  /** Sent as a bearer token; null: none. */
  key: string | null;
  readImage: (path: string) => Promise<Blob | null>;
}

type Content = string | ({ type: "text"; text: string } | ImagePart)[];
interface ImagePart {
  type: "image_url";
  image_url: { url: string };
}
interface Message {
  role: "user" | "assistant";
  content: Content;
}

/** Images as data URLs that are held at once: those of the questions under way. */
const IMAGES_HELD = 64;

export class EndpointGenerator implements Generator {
  private readonly options: EndpointOptions;
  private readonly meter = new TokenMeter();
  private readonly images = new Map<string, Promise<string | null>>();
  /** Newer hosted models know the limit by another name only, and say so. */
  private limitName: "max_tokens" | "max_completion_tokens" = "max_tokens";

  constructor(options: EndpointOptions) {
    this.options = options;
  }

  mostTokens({ question, prefix }: Omit<GenerationRequest, "signal">): TokenCount {
    const texts = this.texts(question, prefix);
    const images = this.sendsImage(question) ? 1 : 0;
    const input = this.meter.most({ chars: sumOf(texts), images });
    return { input, output: this.options.spec.maxTokens };
  }

  async generate({ question, prefix, signal }: GenerationRequest): Promise<Generation> {
    const [prompt = "", ...rest] = this.texts(question, prefix);
    const image = await this.imageOf(question);
    const messages: Message[] = [
      { role: "user", content: withImage(prompt, image) },
      ...rest.map(
        (content, index): Message => ({
          role: index === 0 ? "assistant" : "user",
          content,
        }),
      ),
    ];
    const size = { chars: sumOf([prompt, ...rest]), images: image === null ? 0 : 1 };
    const body = await this.send(messages, prefix !== null, signal);
    const reply = readReply(body, this.options.spec.maxTokens);
    const tokens = reply.tokens ?? this.meter.guess(size, reply.text);
    if (reply.tokens !== null) this.meter.learn(size, reply.tokens.input);
    if (reply.fault !== null) throw new RejectedReply(reply.fault, tokens);
    const text = withoutThought(reply.text);
    if (text === "") throw new RejectedReply("empty completion", tokens);
    try {
      return { text: prefix === null ? text : continuationOf(text, prefix), tokens };
    } catch (error) {
      throw error instanceof RejectedReply ? new RejectedReply(error.reason, tokens) : error;
    }
  }

  private texts(question: LabelQuestion, prefix: readonly string[] | null): string[] {
    const prompt = fillPrompt(promptTemplate(this.options.prompt), question);
    if (prefix === null) return [prompt];
    const written = joinSteps(prefix);
    return this.options.spec.continuation === "prefill"
      ? [prompt, `${written}\n\n`]
      : [prompt, written, continueRequest(prefix.length)];
  }

  private sendsImage({ imagePath }: LabelQuestion): boolean {
    return this.options.spec.sendsImages && imagePath !== null;
  }

  private imageOf(question: LabelQuestion): Promise<string | null> {
    const { imagePath } = question;
    if (imagePath === null || !this.sendsImage(question)) return Promise.resolve(null);
    let image = this.images.get(imagePath);
    if (image === undefined) {
      image = this.options.readImage(imagePath).then((blob) => blob && dataUrl(blob));
      this.images.set(imagePath, image);
      for (const path of this.images.keys()) {
        if (this.images.size > IMAGES_HELD) this.images.delete(path);
      }
    }
    return image;
  }

  /** The reply's body as text. */
  private async send(messages: Message[], isPrefix: boolean, signal: AbortSignal): Promise<string> {
    const { spec, key } = this.options;
    const timeout = AbortSignal.timeout(spec.timeoutMs);
    const isOpen = isPrefix && spec.continuation === "prefill";
    const limit = this.limitName;
    let status: number;
    let headers: Headers;
    let text: string;
    try {
      const response = await this.options.fetch(completionsUrl(spec.url), {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(key !== null && { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({
          model: spec.model,
          messages,
          temperature: spec.temperature,
          [limit]: spec.maxTokens,
          ...(isOpen && { continue_final_message: true, add_generation_prompt: false }),
        }),
        signal: AbortSignal.any([signal, timeout]),
      });
      ({ status, headers } = response);
      text = await response.text();
    } catch (error) {
      signal.throwIfAborted();
      throw networkFault(error, timeout.aborted, spec);
    }
    if (status >= 200 && status < 300) return text;
    if (status === 400 && limit === "max_tokens" && text.includes("max_completion_tokens")) {
      this.limitName = "max_completion_tokens";
      throw new UnansweredRequest("The endpoint knows max_tokens as max_completion_tokens", {
        isRetryable: true,
        retryAfterMs: 0,
      });
    }
    throw statusFault(status, headers.get("retry-after"), text, key, spec);
  }
}

/** Asks to go on behind `stepCount` steps that are already there. */
export function continueRequest(stepCount: number): string {
  return `Go on with this solution from exactly where it stops. Take what is written as it is: do not repeat, change or correct it. Begin with "Step ${stepCount + 1}:" and end with the line "Final answer: " followed by nothing but the answer.`;
}

/** Where completions are asked for; an address that already ends so is taken as it is. */
export function completionsUrl(base: string): string {
  const url = base.replace(/\/+$/, "");
  return url.endsWith("/chat/completions") ? url : `${url}/chat/completions`;
}

interface ReadReply {
  text: string;
  tokens: TokenCount | null;
  /** Why it cannot be used. */
  fault: string | null;
}

interface ReplyBody {
  choices?: { message?: { content?: unknown }; finish_reason?: unknown }[];
  usage?: { prompt_tokens?: unknown; completion_tokens?: unknown } | null;
}

/** Throws RejectedReply where the body is no JSON. */
function readReply(body: string, maxTokens: number): ReadReply {
  let parsed: ReplyBody | null;
  try {
    parsed = JSON.parse(body) as ReplyBody | null;
  } catch {
    throw new RejectedReply(bodyFault(body));
  }
  const tokens = tokensOf(parsed?.usage);
  const choice = Array.isArray(parsed?.choices) ? parsed.choices[0] : undefined;
  const text = contentText(choice?.message?.content);
  if (text === null) return { text: "", tokens, fault: "a reply without a message" };
  const reason = choice?.finish_reason;
  if (reason === "length") {
    return { text, tokens, fault: `cut off at ${maxTokens.toLocaleString("en-US")} tokens` };
  }
  if (reason === "content_filter") return { text, tokens, fault: "withheld by a content filter" };
  return { text, tokens, fault: null };
}

/** A message's text; some servers give it in parts. */
function contentText(content: unknown): string | null {
  if (content === null) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return null;
  return content
    .map((part: { text?: unknown }) => (typeof part?.text === "string" ? part.text : ""))
    .join("");
}

function tokensOf(usage: ReplyBody["usage"]): TokenCount | null {
  const { prompt_tokens: input, completion_tokens: output } = usage ?? {};
  if (typeof input !== "number" || typeof output !== "number") return null;
  if (!(Number.isFinite(input) && Number.isFinite(output)) || input < 0 || output < 0) return null;
  return { input, output };
}

function withImage(text: string, image: string | null): Content {
  if (image === null) return text;
  return [
    { type: "image_url", image_url: { url: image } },
    { type: "text", text },
  ];
}

function sumOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
