// Servers that speak the OpenAI protocol and are often run at home: where they listen, how they are
// started so that a web page may talk to them, and what stands in a page's way at other addresses.

export interface EndpointPreset {
  id: "ollama" | "llamaCpp" | "vllm";
  name: string;
  url: string;
  /** How it is started, `{origin}` being the page's own. */
  start: string;
}

export const ENDPOINT_PRESETS: readonly EndpointPreset[] = [
  {
    id: "ollama",
    name: "Ollama",
    url: "http://localhost:11434/v1",
    start: "OLLAMA_ORIGINS={origin} ollama serve",
  },
  {
    id: "llamaCpp",
    name: "llama.cpp",
    url: "http://localhost:8080/v1",
    start: "llama-server -m model.gguf --port 8080",
  },
  {
    id: "vllm",
    name: "vLLM",
    url: "http://localhost:8000/v1",
    start: `vllm serve MODEL --allowed-origins '["{origin}"]'`,
  },
];

/** The preset an address is of; null for any other. A slash at its end is no difference. */
export function presetOf(url: string): EndpointPreset | null {
  const plain = url.trim().replace(/\/+$/, "");
  return ENDPOINT_PRESETS.find((preset) => preset.url === plain) ?? null;
}

/** Scheme, host and port of an address, which is what a key belongs to; null where it is no web address. */
export function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { origin, protocol } = new URL(url);
  return protocol === "http:" || protocol === "https:" ? origin : null;
}

/** True for this computer itself, which browsers trust also without https. */
function isThisComputer(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/**
 * Why the browser will not let a page from `pageOrigin` talk to `url`, and what to do about it; null
 * where nothing is known to be in the way. (Mixed content: W3C; secure contexts: "localhost" is one.)
 */
export function mixedContentAdvice(url: string, pageOrigin: string): string | null {
  const origin = originOf(url);
  if (origin === null) return null;
  const { protocol, hostname } = new URL(origin);
  if (protocol === "https:" || isThisComputer(hostname)) return null;
  if (!pageOrigin.startsWith("https:")) return null;
  return `This page came over https, and browsers do not let such a page talk to ${origin}, which is plain http on another machine. Open this page over http (npm start serves it on this computer), give the endpoint https, or forward it to this computer, for example with ssh -L 8000:${new URL(origin).host}, and name http://localhost:8000/v1.`;
}

/** What an endpoint must be told for a page from `pageOrigin` to be let in (CORS), in words. */
export function corsAdvice(url: string, pageOrigin: string): string {
  const preset = presetOf(url);
  const start = preset?.start.replace("{origin}", pageOrigin);
  if (preset?.id === "ollama") {
    return `Is it running, and does it let this page in? Start it with: ${start}`;
  }
  if (preset !== null) return `Is it running? It is started for example with: ${start}`;
  return `Is it running, and does it let this page in? It must answer with the header Access-Control-Allow-Origin: ${pageOrigin} (CORS). A hosted service that does not can be used from the command line: npm run label.`;
}
