// Images that unpack to more than a tab can hold, that are something else, or that carry scripts.
import { crc32, deflateSync } from "node:zlib";
import type { HostileFile } from "./files.ts";
import { joined } from "./rawZip.ts";

const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = joined([bytesOf(type), data]);
  const [length, sum] = [new DataView(new ArrayBuffer(4)), new DataView(new ArrayBuffer(4))];
  length.setUint32(0, data.length);
  sum.setUint32(0, crc32(body));
  return joined([new Uint8Array(length.buffer), body, new Uint8Array(sum.buffer)]);
}

/** A PNG of one bit a pixel, all black, that says it is so large; `rows` of it are there. */
export function png(width: number, height: number, rows = height): Uint8Array<ArrayBuffer> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 1);
  const pixels = deflateSync(new Uint8Array(rows * (1 + Math.ceil(width / 8))));
  return joined([
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", new Uint8Array(pixels)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function gif(width: number, height: number): Uint8Array<ArrayBuffer> {
  const screen = new DataView(new ArrayBuffer(7));
  screen.setUint16(0, width, true);
  screen.setUint16(2, height, true);
  return joined([bytesOf("GIF89a"), new Uint8Array(screen.buffer), Uint8Array.of(0x3b)]);
}

function jpeg(width: number, height: number, before: number): Uint8Array<ArrayBuffer> {
  const frame = new DataView(new ArrayBuffer(9));
  frame.setUint16(0, 0xffc0);
  frame.setUint16(2, 11);
  frame.setUint8(4, 8);
  frame.setUint16(5, height);
  frame.setUint16(7, width);
  const other = joined([Uint8Array.of(0xff, 0xe1, 0xff, 0xff), new Uint8Array(65_533)]);
  return joined([
    Uint8Array.of(0xff, 0xd8),
    ...Array.from({ length: before }, () => other),
    new Uint8Array(frame.buffer),
    new Uint8Array(64),
  ]);
}

function bmp(width: number, height: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(54));
  view.setUint16(0, 0x424d);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  return new Uint8Array(view.buffer);
}

export function imageCases(): HostileFile[] {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`;
  const bomb = /pixels; at most 64,000,000 are read/;
  return [
    { name: "bomb.png", bytes: png(65_535, 65_535, 1), says: bomb },
    { name: "bomb-whole.png", bytes: png(30_000, 30_000), says: bomb },
    { name: "bomb-2-31.png", bytes: png(2 ** 31 - 1, 2 ** 31 - 1, 0), says: bomb },
    { name: "bomb.gif", bytes: gif(65_535, 65_535), says: bomb },
    { name: "bomb.jpg", bytes: jpeg(65_535, 65_535, 0), says: bomb },
    { name: "bomb-hidden.jpg", bytes: jpeg(65_535, 65_535, 3), says: bomb },
    { name: "bomb-far.jpg", bytes: jpeg(65_535, 65_535, 20), says: /does not say how large/ },
    { name: "bomb.bmp", bytes: bmp(65_535, -65_535), says: bomb },
    { name: "script.svg", bytes: bytesOf(svg), says: /SVG images are not read/ },
    { name: "script.png", bytes: bytesOf(svg), says: /SVG images are not read/ },
    {
      name: "bare.svg",
      bytes: bytesOf(`\ufeff<?xml version="1.0"?><!-- a --><svg/>`),
      says: /SVG/,
    },
    { name: "page.png", bytes: bytesOf("<html><script>alert(1)</script>"), says: /holds none/ },
    { name: "empty.png", bytes: new Uint8Array(0), says: /empty or cannot be read/ },
    { name: "scan.tiff", bytes: bytesOf("II*\0abcdef"), says: /TIFF images are not read/ },
    { name: "sound.png", bytes: png(8, 8), says: null },
    { name: "narrow.png", bytes: png(1, 1), says: null },
  ];
}
