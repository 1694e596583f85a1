// Files with images among them: what is an image, which chains get which, what is missing, what comes later.
import { encode } from "fast-png";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { Corpus } from "../domain/chain.ts";
import { MAX_IMAGE_BYTES } from "./imageFiles.ts";
import { imageTypeOf, otherImageTypeOf } from "./imageType.ts";
import { type LoadOptions, loadFiles } from "./loadFiles.ts";
import { summariseCorpus } from "./summariseCorpus.ts";

function png(shade: number): Uint8Array {
  return encode({ width: 1, height: 1, channels: 1, data: Uint8Array.from([shade]) });
}

function load(files: Record<string, Uint8Array | string | object[]>, options: LoadOptions = {}) {
  return loadFiles(
    Object.entries(files).map(([path, content]) => {
      const text = Array.isArray(content)
        ? content.map((row) => JSON.stringify(row)).join("\n")
        : content;
      return { path, file: new File([text as BlobPart], path.split("/").at(-1)!) };
    }),
    options,
  );
}

function row(id: string, imagePath: unknown, more: object = {}) {
  const fields = { id, input: `${id}?`, add: "Step 1: so", dataset: "charts", accuracy: 1 };
  return { ...fields, image_path: imagePath, ...more };
}

function imagePaths({ shards }: Corpus): (string | null)[] {
  return shards.flatMap(({ chains }) => chains.map(({ imagePath }) => imagePath));
}

describe("loading images", () => {
  test("rows of every kind get the keys of the images they name", async () => {
    const { corpus, problems, files } = await load({
      "drop/charts.jsonl": [row("a", "images/1.png"), row("b", null)],
      "drop/meta.jsonl": [
        { input: "x?\n\nStep 1: y", true_false: true, image_path: "images/2.png" },
      ],
      "drop/test.jsonl": [
        { question: "z?", image_path: "/far/away/images/3.png", candidates: [{ response: "w" }] },
      ],
      "drop/images/1.png": png(1),
      "drop/images/2.png": png(2),
      "drop/images/3.png": png(3),
    });
    expect(problems).toEqual([]);
    expect(imagePaths(corpus)).toEqual(["drop/images/1.png", null]);
    expect(corpus.meta[0]!.imagePath).toBe("drop/images/2.png");
    expect(corpus.candidates[0]!.candidates[0]!.imagePath).toBe("drop/images/3.png");
    expect([...corpus.images.values()].map(({ type }) => type)).toEqual(Array(3).fill("image/png"));
    expect(files[0]).toEqual({
      name: "drop/images/",
      format: "images",
      bytes: 3 * png(1).length,
      rows: 3,
      badRows: 0,
    });
  });

  test("one question about two images is two questions, with an id in the file or without", async () => {
    const same = { id: undefined, input: "How many?" };
    const { corpus } = await load({
      "a.jsonl": [
        row("", "1.png", { ...same, accuracy: 1 }),
        row("", "2.png", { ...same, accuracy: 0 }),
        row("", "2.png", { ...same, add: "Step 1: so\n\nStep 2: it is", accuracy: 0.5 }),
      ],
      "1.png": png(1),
      "2.png": png(2),
    });
    const chains = corpus.shards[0]!.chains;
    expect(chains.map(({ steps }) => steps.map(({ accuracy }) => accuracy))).toEqual([
      [1],
      [0, 0.5],
    ]);
    expect(new Set(chains.map(({ id }) => id)).size).toBe(2);
  });

  test("what is missing is noted by file, line and path, and the row is kept as it is", async () => {
    const { corpus, missingImages } = await load({
      "a.jsonl": [row("a", "1.png"), row("b", "gone.png"), row("c", "gone.png")],
      "b.jsonl": [row("d", "2.png", { dataset: "maps" })],
      "1.png": png(1),
      "x/2.png": png(2),
      "y/2.png": png(3),
    });
    expect(imagePaths(corpus)).toEqual(["1.png", "gone.png", "gone.png", "2.png"]);
    expect(missingImages).toEqual([
      {
        path: "gone.png",
        file: "a.jsonl",
        at: { line: 2, lineKind: "line" },
        rows: 2,
        couldBe: [],
      },
      {
        path: "2.png",
        file: "b.jsonl",
        at: { line: 1, lineKind: "line" },
        rows: 1,
        couldBe: ["x/2.png", "y/2.png"],
      },
    ]);
    const { problems } = summariseCorpus(corpus, { missingImages });
    expect(problems.filter(({ field }) => field).map(({ message }) => message)).toEqual([
      "the image “gone.png” is not among the files (named by 2 rows)",
      "the image “2.png” could be “x/2.png” or “y/2.png”; more of its path would tell",
    ]);
  });

  test("an image found by its name alone is said to be a guess", async () => {
    const { corpus, problems } = await load({
      "a.jsonl": [row("a", "chartqa/val/7.png")],
      "pictures/7.png": png(1),
    });
    expect(imagePaths(corpus)).toEqual(["pictures/7.png"]);
    expect(problems.map(({ severity, message }) => [severity, message])).toEqual([
      [
        "warning",
        "1 image was found by name alone, such as “pictures/7.png” for “chartqa/val/7.png”; check that these are the right ones",
      ],
    ]);
  });

  test("images added later find the chains already there, which stay as they were elsewhere", async () => {
    const first = await load({
      "rows/a.jsonl": [row("a", "images/1.png"), row("b", "gone.png"), row("c", null)],
      "rows/meta.jsonl": [{ input: "x?\n\nStep 1: y", true_false: true, image_path: "1.png" }],
    });
    const later = await load(
      { "more/images/1.png": png(1), "more/images/unused.png": png(2) },
      { base: first.corpus },
    );
    expect(imagePaths(later.corpus)).toEqual(["more/images/1.png", "gone.png", null]);
    expect(later.corpus.meta[0]!.imagePath).toBe("more/images/1.png");
    expect(imagePaths(first.corpus)).toEqual(["images/1.png", "gone.png", null]);
    const { problems, images } = summariseCorpus(later.corpus, {
      missingImages: first.missingImages,
    });
    expect(images).toEqual({ files: 2, missingChains: 1 });
    const messages = problems.map(({ message }) => message);
    expect(messages).toContain("1 image is named by no row: “more/images/unused.png”");
    expect(messages).toContain("the image “gone.png” is not among the files");
    expect(messages.filter((message) => message.includes("“images/1.png”"))).toEqual([]);
  });

  test("rows added later find the images already there, and join their chains", async () => {
    const first = await load({ "a.jsonl": [row("a", "1.png")], "1.png": png(1) });
    const longer = row("a", "1.png", { add: "Step 1: so\n\nStep 2: on", accuracy: 0 });
    const { corpus } = await load({ "b.jsonl": [longer] }, { base: first.corpus });
    expect(corpus.images.size).toBe(1);
    expect(corpus.shards[0]!.chains.map(({ steps }) => steps.length)).toEqual([2]);
  });

  test("is told by content: no ending is needed, and an ending makes no image", async () => {
    const { corpus, problems, files } = await load({
      "a.jsonl": [row("a", "first"), row("b", "second.txt")],
      first: png(1),
      "second.txt": Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]),
      "fake.png": "no image",
      "empty.jpg": "",
      "vector.svg": '<?xml version="1.0"?>\n<svg xmlns="x"></svg>',
      "scan.tif": "II*\0",
      "rows.png": [row("c", null)],
    });
    expect([...corpus.images].map(([path, { type }]) => [path, type])).toEqual([
      ["first", "image/png"],
      ["second.txt", "image/jpeg"],
    ]);
    expect(imagePaths(corpus)).toEqual(["first", "second.txt"]);
    expect(problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      "empty.jpg: the image is empty or cannot be read",
      "fake.png: it is named like an image but holds none (PNG, JPEG, GIF, WebP and BMP are read)",
      "rows.png: it is named like an image but holds none (PNG, JPEG, GIF, WebP and BMP are read)",
      "scan.tif: TIFF images are not read, since not every browser can decode them in a worker; save it as PNG",
      "vector.svg: SVG images are not read, since not every browser can decode them in a worker; save it as PNG",
    ]);
    expect(files[0]).toMatchObject({ format: "images", rows: 2, badRows: 5 });
  });

  test("an image too large is left out; hidden files are told in one line", async () => {
    const huge = new Uint8Array(MAX_IMAGE_BYTES + 1);
    huge.set(png(1));
    const { corpus, problems } = await load({
      "h.png": huge,
      ".DS_Store": "x",
      "a/._1.png": png(1),
    });
    expect(corpus.images.size).toBe(0);
    expect(problems.map(({ message }) => message)).toEqual([
      "2 hidden files were not read: .DS_Store, a/._1.png",
      "the image has 64 MB; at most 64 are read",
    ]);
  });
});

describe("the type of an image", () => {
  const head = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

  test("is told by its first bytes", () => {
    expect(imageTypeOf(png(1))).toBe("image/png");
    expect(imageTypeOf(head("GIF89a"))).toBe("image/gif");
    expect(imageTypeOf(head("RIFF1234WEBPVP8 "))).toBe("image/webp");
    expect(imageTypeOf(head("BM1234\0\0\0\0"))).toBe("image/bmp");
    for (const text of ["BM is a text", "RIFF1234WAVE", '{"a": 1}', "", "[{"]) {
      expect(imageTypeOf(head(text))).toBeNull();
      expect(otherImageTypeOf(head(text))).toBeNull();
    }
  });

  test("knows those that are not read", () => {
    expect(otherImageTypeOf(head("\xef\xbb\xbf <svg>"))).toBe("SVG");
    expect(otherImageTypeOf(head("<!DOCTYPE svg><!-- a --><svg width='1'>"))).toBe("SVG");
    expect(otherImageTypeOf(head("1234ftypavif"))).toBe("AVIF");
    expect(otherImageTypeOf(head("1234ftypheic"))).toBe("HEIC");
    expect(otherImageTypeOf(head("<html><svg>"))).toBeNull();
  });
});

test("a ZIP is read like the folder in it, images and all", async () => {
  const text = (rows: object[]) => rows.map((one) => JSON.stringify(one)).join("\n");
  const zip = zipSync({
    "set/charts.jsonl": strToU8(text([row("a", "images/1.png"), row("b", "images/2.png")])),
    "set/images/1.png": [png(1), { level: 0 }],
    "set/images/2.png": png(2),
  });
  const { corpus, problems, files } = await load({ "drop/x.zip": zip });
  expect(problems).toEqual([]);
  expect(imagePaths(corpus)).toEqual([
    "drop/x.zip/set/images/1.png",
    "drop/x.zip/set/images/2.png",
  ]);
  expect(files.map(({ name, format }) => [name, format])).toEqual([
    ["drop/x.zip/set/images/", "images"],
    ["drop/x.zip/set/charts.jsonl", "training"],
  ]);
  expect(
    new Uint8Array(await corpus.images.get("drop/x.zip/set/images/2.png")!.arrayBuffer()),
  ).toEqual(png(2));
});
