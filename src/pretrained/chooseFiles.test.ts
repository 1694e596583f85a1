// Which of a model's files are taken, from folders played here: precision by size, what is missing by name.
import { describe, expect, test } from "vitest";
import { type ChosenDevice, PROCESSOR } from "./chooseDevice.ts";
import { chooseFiles, findRevision, reusable } from "./chooseFiles.ts";
import { hubAddress, type ModelSource, openModelSource } from "./modelSource.ts";

const TEXT = ["config.json", "tokenizer.json", "tokenizer_config.json"];

/** A hub whose files are only as large as it says. */
function hubOf(files: Record<string, number>, headers: Record<string, string> = {}): ModelSource {
  const answer = (path: string, init?: RequestInit) => {
    const size = files[path];
    if (size === undefined) return new Response("no", { status: 404 });
    const isRange = new Headers(init?.headers).has("Range");
    return new Response("{}", {
      status: isRange ? 206 : 200,
      headers: { ...headers, ...(isRange && { "content-range": `bytes 0-0/${size}` }) },
    });
  };
  return {
    host: "https://hub.example/",
    isDisk: false,
    model: "a/b",
    paths: null,
    fetch: async (path, _, init) => answer(path, init),
    fetchUrl: async () => answer(""),
  };
}

const sizes = (onnx: Record<string, number>) => ({
  ...Object.fromEntries(TEXT.map((path) => [path, 100])),
  ...Object.fromEntries(Object.entries(onnx).map(([name, size]) => [`onnx/${name}`, size])),
});
const GPU = { device: "webgpu", canHalf: true } as const;
const choose = (onnx: Record<string, number>, device: ChosenDevice) =>
  chooseFiles(hubOf(sizes(onnx)), { model: "a/b", task: "text" }, "r", device);

describe("precision", () => {
  test("full where it is not very large", async () => {
    expect(await choose({ "model.onnx": 9e7, "model_quantized.onnx": 2e7 }, GPU)).toMatchObject({
      precision: "fp32",
      dataFiles: 0,
    });
  });

  test("weights beside the graph count; half only where it can be computed with", async () => {
    const large = { "model.onnx": 1e6, "model.onnx_data": 2e9, "model.onnx_data_1": 1e8 };
    const onnx = { ...large, "model_fp16.onnx": 5e8, "model_quantized.onnx": 4e8 };
    expect(await choose(onnx, GPU)).toMatchObject({ precision: "fp16" });
    expect(await choose(onnx, PROCESSOR)).toMatchObject({ precision: "q8" });
    const quantised = { ...large, "model_quantized.onnx": 4e8, "model_q4.onnx": 5e8 };
    expect(await choose(quantised, { ...GPU, canHalf: false })).toMatchObject({ precision: "q4" });
    expect(await choose(large, GPU)).toMatchObject({ precision: "fp32", dataFiles: 2 });
  });

  test("what was taken before is taken again, where it can be", () => {
    const before = { revision: "r", precision: "fp16", graph: "model", dataFiles: 0, bytes: 9 };
    expect(reusable(before, GPU)).toEqual(before);
    expect(reusable(before, PROCESSOR)).toBeNull();
    expect(reusable({ ...before, precision: "of a later version" }, GPU)).toBeNull();
    expect(reusable(null, GPU)).toBeNull();
  });
});

test("an image tower has a file of its own, or the model is one", async () => {
  const image = (onnx: Record<string, number>) =>
    chooseFiles(
      hubOf({ ...sizes(onnx), "preprocessor_config.json": 9 }),
      { model: "a/b", task: "image" },
      "r",
      PROCESSOR,
    );
  expect(await image({ "model.onnx": 9, "vision_model.onnx": 9 })).toMatchObject({
    graph: "vision_model",
  });
  expect(await image({ "model_quantized.onnx": 9 })).toMatchObject({
    graph: "model",
    precision: "q8",
  });
});

test("what is missing is named, with the hub", async () => {
  await expect(choose({}, PROCESSOR)).rejects.toMatchObject({
    message: expect.stringMatching(/hub\.example.*onnx\/model\.onnx.*a\/b/),
  });
  const noTokenizer = hubOf({ "config.json": 9, "onnx/model.onnx": 9 });
  await expect(
    chooseFiles(noTokenizer, { model: "a/b", task: "causal" }, "r", PROCESSOR),
  ).rejects.toMatchObject({ message: expect.stringContaining("tokenizer.json") });
  await expect(findRevision(hubOf({}), "a/b")).rejects.toMatchObject({
    message: expect.stringContaining("config.json"),
  });
});

test("a version is the hub's commit, or follows the config's text", async () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";
  const files = { "config.json": 2 };
  expect(await findRevision(hubOf(files, { "x-repo-commit": commit }), "a/b")).toBe(commit);
  expect(await findRevision(hubOf(files), "a/b")).toMatch(/^main-[0-9a-f]{16}$/);
});

test("a folder picked from the disk is found wherever it lies, and hashed by its contents", async () => {
  const files = (weights: string, root = "downloads/my model/") => [
    { path: `${root}config.json`, file: new File(["{}"], "config.json") },
    { path: `${root}model.onnx`, file: new File([weights], "model.onnx") },
  ];
  const open = (picked: ReturnType<typeof files>) =>
    openModelSource({ task: "text", model: "mine", hub: null, files: picked, device: "auto" });
  expect(open(files("1")).paths).toEqual(["config.json", "onnx/model.onnx"]);
  const revision = await findRevision(open(files("1")), "mine");
  expect(await findRevision(open(files("1", "")), "mine")).toBe(revision);
  expect(await findRevision(open(files("2")), "mine")).not.toBe(revision);
  expect(() => open(files("1").slice(1))).toThrow(/config\.json is missing/);
});

test("a hub's address is one", () => {
  expect(hubAddress("https://hub.example/models")).toBe("https://hub.example/models/");
  expect(hubAddress(null)).toMatch(/^https:\/\/.*\/$/);
  expect(() => hubAddress("hub")).toThrow("no address");
  expect(() => hubAddress("file:///etc")).toThrow("no address");
});
