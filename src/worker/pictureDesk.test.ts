// Pictures of image files: what is seen, what is decoded once, what is told of broken files.
import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import type { Chain } from "../domain/chain.ts";
import { PICTURE_SIDE } from "../domain/picture.ts";
import { toPicture } from "./areaMean.ts";
import { PictureDesk } from "./pictureDesk.ts";
import { decodePixels } from "./pixels.ts";

const calm = async () => {};

function png(
  width: number,
  height: number,
  channels: number,
  sample: (x: number, y: number, channel: number) => number,
): Blob {
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / channels);
    data[i] = sample(pixel % width, Math.floor(pixel / width), i % channels);
  }
  return blobOf(encode({ width, height, data, channels }));
}

function blobOf(bytes: Uint8Array): Blob {
  return new Blob([new Uint8Array(bytes)], { type: "image/png" });
}

function chainWith(imagePath: string | null): Chain {
  return {
    id: "c",
    question: "?",
    steps: [{ text: "s", accuracy: 1 }],
    groundTruth: null,
    isCorrect: null,
    answer: null,
    model: null,
    imagePath,
  };
}

describe("decodePixels", () => {
  test("reads colour, grey and alpha over white", async () => {
    const colour = await decodePixels(png(2, 1, 3, (x, _, c) => (x === 0 ? [255, 0, 0][c]! : 9)));
    expect([...colour.rgb]).toEqual([255, 0, 0, 9, 9, 9]);
    const grey = await decodePixels(png(1, 1, 1, () => 77));
    expect([...grey.rgb]).toEqual([77, 77, 77]);
    const clear = await decodePixels(
      png(2, 1, 4, (x, _, c) => (c === 3 ? (x === 0 ? 0 : 255) : 0)),
    );
    expect([...clear.rgb]).toEqual([255, 255, 255, 0, 0, 0]);
  });

  test("reads 16 bits, palettes and packed greys", async () => {
    const deep = encode({
      width: 1,
      height: 1,
      channels: 3,
      depth: 16,
      data: Uint16Array.from([65535, 0, 32768]),
    });
    expect([...(await decodePixels(blobOf(deep))).rgb]).toEqual([255, 0, 128]);
    const indexed = encode({
      width: 2,
      height: 1,
      channels: 1,
      depth: 8,
      palette: [
        [10, 20, 30],
        [40, 50, 60],
      ],
      data: Uint8Array.from([1, 0]),
    });
    expect([...(await decodePixels(blobOf(indexed))).rgb]).toEqual([40, 50, 60, 10, 20, 30]);
    const packed = encode({
      width: 3,
      height: 1,
      channels: 1,
      depth: 1,
      data: Uint8Array.from([0b10100000]),
    });
    const { rgb } = await decodePixels(blobOf(packed));
    expect([rgb[0], rgb[3], rgb[6]]).toEqual([255, 0, 255]);
  });
});

describe("toPicture", () => {
  test("takes the mean over the part each pixel covers, whatever the image's shape", () => {
    const [width, height] = [80, 48]; // 2.5 × 1.5 source pixels each
    const rgb = Uint8Array.from(
      { length: width * height * 3 },
      (_, i) => Math.floor(i / 3) % width,
    );
    const { rgb: out } = toPicture({ width, height, rgb });
    expect(out).toHaveLength(PICTURE_SIDE * PICTURE_SIDE * 3);
    // Cell 0 covers columns 0, 1 and half of 2: (0 + 1 + 2 / 2) / 2.5.
    expect(out[0]).toBe(Math.round(0.8));
    expect(out[3]).toBe(Math.round((2 * 0.5 + 3 + 4) / 2.5));
    expect(out[out.length - 1]).toBe(Math.round((77 * 0.5 + 78 + 79) / 2.5));
  });

  test("stretches an image smaller than itself", () => {
    const { rgb } = toPicture({
      width: 2,
      height: 1,
      rgb: Uint8Array.from([10, 10, 10, 200, 200, 200]),
    });
    const half = PICTURE_SIDE / 2;
    expect(rgb[(half - 1) * 3]).toBe(10);
    expect(rgb[half * 3]).toBe(200);
    expect(rgb[(PICTURE_SIDE * PICTURE_SIDE - 1) * 3]).toBe(200);
  });
});

describe("PictureDesk", () => {
  test("gives a chain its image's picture and null to a chain without one", async () => {
    const images = new Map([["a.png", png(4, 4, 3, () => 60)]]);
    const desk = new PictureDesk(() => images);
    const chains = [chainWith("a.png"), chainWith(null), chainWith("gone.png")];
    const pictureOf = await desk.pictures(chains, calm);
    expect(chains.map((chain) => pictureOf(chain)?.rgb[5] ?? null)).toEqual([60, null, null]);
  });

  test("decodes a file once while it is the same, again when it is another or after forget", async () => {
    let images = new Map([["a.png", png(4, 4, 3, () => 60)]]);
    const desk = new PictureDesk(() => images);
    const look = async () => (await desk.pictures([chainWith("a.png")], calm))(chainWith("a.png"));
    const first = await look();
    expect(await look()).toBe(first);
    images = new Map([["a.png", png(4, 4, 3, () => 61)]]);
    const second = await look();
    expect(second?.rgb[0]).toBe(61);
    desk.forget();
    expect(await look()).not.toBe(second);
  });

  test("tells once of a file that cannot be decoded", async () => {
    const images = new Map([
      ["bad.png", new Blob(["no image"])],
      ["cut.png", png(40, 40, 3, (x) => x).slice(0, 80)],
      ["good.png", png(4, 4, 3, () => 1)],
    ]);
    const told: string[] = [];
    const desk = new PictureDesk(
      () => images,
      (path) => told.push(path),
    );
    const chains = [...images.keys()].map(chainWith);
    for (let round = 0; round < 2; round++) {
      const pictureOf = await desk.pictures(chains, calm);
      expect(chains.map((chain) => pictureOf(chain) !== null)).toEqual([false, false, true]);
      desk.forget();
    }
    expect(told.sort()).toEqual(["bad.png", "cut.png"]);
  });
});
