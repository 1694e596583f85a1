// The browser's own decoder gives a PRM the same picture as the decoder of the tests and benchmarks in Node.
import { encode } from "fast-png";
import { expect, test } from "vitest";
import type { Chain } from "../domain/chain.ts";
import { PICTURE_SIDE, type Picture } from "../domain/picture.ts";
import { PictureDesk } from "./pictureDesk.ts";

const SIZE = 4 * PICTURE_SIDE;

/** Of blocks of one colour, each as large as one pixel of the picture: its mean is the colour itself. */
function blockColour(x: number, y: number): [number, number, number] {
  return [(x * 8) % 256, (y * 8) % 256, (x * y) % 256];
}

function blocksPng(alpha: number): Blob {
  const data = new Uint8Array(SIZE * SIZE * 4);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      data.set([...blockColour(x >> 2, y >> 2), alpha], (y * SIZE + x) * 4);
    }
  }
  return new Blob([new Uint8Array(encode({ width: SIZE, height: SIZE, channels: 4, data }))]);
}

async function pictureOf(blob: Blob): Promise<Picture | null> {
  const desk = new PictureDesk(() => new Map([["a", blob]]));
  const chain = { imagePath: "a" } as Chain;
  return (await desk.pictures([chain], async () => {}))(chain);
}

test("an opaque PNG gives its colours to the last digit", async () => {
  const picture = await pictureOf(blocksPng(255));
  const expected = Array.from({ length: PICTURE_SIDE ** 2 }, (_, i) =>
    blockColour(i % PICTURE_SIDE, Math.floor(i / PICTURE_SIDE)),
  ).flat();
  expect([...picture!.rgb]).toEqual(expected);
});

test("a transparent PNG stands over white", async () => {
  expect([...(await pictureOf(blocksPng(0)))!.rgb].every((value) => value === 255)).toBe(true);
  const half = (await pictureOf(blocksPng(128)))!.rgb;
  expect(Math.abs(half[0]! - 127)).toBeLessThanOrEqual(1);
});

test("a JPEG, a WebP and an image larger than what is read pixel by pixel are decoded", async () => {
  for (const type of ["image/jpeg", "image/webp", "image/png"]) {
    const canvas = new OffscreenCanvas(3000, 20);
    const context = canvas.getContext("2d")!;
    context.fillStyle = "rgb(200, 40, 90)";
    context.fillRect(0, 0, 3000, 20);
    const { rgb } = (await pictureOf(await canvas.convertToBlob({ type, quality: 1 })))!;
    for (const [colour, value] of [200, 40, 90].entries()) {
      expect(Math.abs(rgb[colour]! - value)).toBeLessThanOrEqual(4);
    }
  }
});

test("what is no image is no picture", async () => {
  expect(await pictureOf(new Blob(["no image"], { type: "image/png" }))).toBeNull();
});
