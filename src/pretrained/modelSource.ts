// Where a model's files come from: a hub on the network, or files picked from the disk. Both are asked in
// the same way, by a path inside the model's folder. Only the hub the user named is ever asked.
import { StudioError } from "../base/errors.ts";
import { openConnection } from "../base/openConnections.ts";
import type { ModelRequest } from "../domain/features.ts";
import { PUBLIC_HUB } from "../domain/knownModels.ts";

/** Files are never fetched from here: the address only stands before their paths. */
const DISK = "https://files.invalid/";

export interface ModelSource {
  /** Base address, with a slash at its end. */
  readonly host: string;
  readonly isDisk: boolean;
  /** The model's id in addresses: its own on a hub, one that only stands there for files. */
  readonly model: string;
  /** The answer as a server would give it: 404 for what is not there. Throws StudioError where no answer comes. */
  fetch(path: string, revision: string, init?: RequestInit): Promise<Response>;
  /** The same for a whole address, as Transformers.js asks. */
  fetchUrl(url: string, init?: RequestInit): Promise<Response>;
  /** Paths of the files, where they are known without asking. */
  readonly paths: readonly string[] | null;
}

/** @throws StudioError("config") for an address that is none, StudioError("data") for files without config.json */
export function openModelSource(request: ModelRequest): ModelSource {
  return request.files === null ? hubSource(request) : diskSource(request.files);
}

function hubSource({ model, hub }: ModelRequest): ModelSource {
  const host = hubAddress(hub);
  openConnection(host, { mayRedirect: true });
  async function fetchUrl(url: string, init?: RequestInit): Promise<Response> {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      if (error instanceof StudioError) throw error;
      throw unreachable(host);
    }
  }
  return {
    host,
    isDisk: false,
    model,
    paths: null,
    fetchUrl,
    fetch: (path, revision, init) =>
      fetchUrl(`${host}${model}/resolve/${encodeURIComponent(revision)}/${path}`, init),
  };
}

/** The hub's base address with a slash at its end. Throws StudioError("config") for what is no address. */
export function hubAddress(hub: string | null): string {
  const address = hub === null || hub.trim() === "" ? PUBLIC_HUB : hub.trim();
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new StudioError(
      "config",
      `“${address}” is no address of a hub`,
      "It begins with https:// or http://.",
    );
  }
  return address.endsWith("/") ? address : `${address}/`;
}

export function unreachable(host: string): StudioError {
  return new StudioError(
    "data",
    `The hub at ${host} cannot be reached`,
    "Check the connection and the address, or pick the model's files from the disk.",
  );
}

function diskSource(files: readonly { path: string; file: File }[]): ModelSource {
  const byPath = modelFolder(files);
  const answer = (path: string): Response => {
    const file = byPath.get(path);
    if (file === undefined) return new Response(null, { status: 404 });
    return new Response(file, { headers: { "content-length": String(file.size) } });
  };
  return {
    host: DISK,
    isDisk: true,
    model: "picked/model",
    paths: [...byPath.keys()],
    fetch: async (path) => answer(path),
    async fetchUrl(url) {
      const path = url.startsWith(DISK) ? url.split(/\/resolve\/[^/]+\//)[1] : undefined;
      return answer(decodeURIComponent(path ?? ""));
    },
  };
}

/** The files by their path below the folder that holds config.json; a lone .onnx file belongs in onnx/. */
function modelFolder(files: readonly { path: string; file: File }[]): Map<string, File> {
  const config = files
    .filter(({ path }) => nameOf(path) === "config.json")
    .sort((a, b) => a.path.length - b.path.length)[0];
  if (config === undefined) {
    throw new StudioError(
      "data",
      "The model's config.json is missing",
      "Pick the whole folder of the model: config.json, tokenizer.json and onnx/model.onnx.",
    );
  }
  const root = config.path.slice(0, config.path.length - "config.json".length);
  const byPath = new Map<string, File>();
  for (const { path, file } of files) {
    const below = path.startsWith(root) ? path.slice(root.length) : nameOf(path);
    const isLoose = /\.onnx(_data(_\d+)?)?$/.test(below) && !below.includes("/");
    byPath.set(isLoose ? `onnx/${below}` : below, file);
  }
  return byPath;
}

function nameOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}
