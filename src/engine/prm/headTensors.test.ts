// Heads in files: what was learned about the vectors is folded in, the scores stay; the same files scored by
// PyTorch (python/fixtures, written by python/test_score_head.py) agree.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sigmoid } from "../../base/logistic.ts";
import { HEAD_KINDS, type HeadKind } from "../../domain/encoderDefaults.ts";
import { frozenPrmEncoder } from "../encoders/frozenEncoder.ts";
import { headChains, savedHead } from "../fixtures/savedHead.ts";
import { headTensorShapes } from "./headTensors.ts";
import { isHead } from "./layout.ts";
import { readSafetensors, type SavedPrm, writeSafetensors } from "./safetensors.ts";
import { scoreChains } from "./scoreChains.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`../../../python/fixtures/${name}`, import.meta.url));
const golden = JSON.parse(fixture("head-scores.json").toString()) as Record<
  "studio" | "pytorch",
  Record<HeadKind, number[]>
>;

async function scoresOf({ encoder, layout, params }: SavedPrm): Promise<number[]> {
  const { chains, sources } = headChains();
  const encoded = await encoder.encodeChains(chains, sources, async () => {});
  return [...(await scoreChains(layout, params, encoded))].map(sigmoid);
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((score, i) => {
    expect(Math.abs(score - expected[i]!)).toBeLessThan(1e-5);
  });
}

describe.each(HEAD_KINDS)("%s head in a file", (head) => {
  it("has lost its projection and kept its scores", async () => {
    const prm = savedHead(head);
    const before = await scoresOf(prm);
    expect(Math.max(...before) - Math.min(...before)).toBeGreaterThan(0.3);
    const read = readSafetensors(writeSafetensors(prm));
    expect(read.encoder.projection).toBeNull();
    expect(read.encoder.config).toEqual({ ...prm.encoder.config, projection: 0 });
    expect(read.step).toBe(7);
    expectClose(await scoresOf(read), before);
    // Written again it is the same file.
    expect(writeSafetensors(read)).toEqual(writeSafetensors(prm));
  });

  it("without directions, centred and scaled alone, keeps its scores too", async () => {
    const whole = savedHead(head);
    const { encoder } = whole;
    const projection = encoder.projection!;
    const { width, centre, scale } = projection;
    const prm = readSafetensors(writeSafetensors(whole));
    if (prm.encoder.config.kind !== "frozen") throw new Error("not a head");
    const scaled = {
      ...prm,
      encoder: frozenPrmEncoder(prm.encoder.config, {
        ...projection,
        inputs: width,
        centre,
        scale,
        directions: null,
      }),
    };
    expectClose(await scoresOf(readSafetensors(writeSafetensors(scaled))), await scoresOf(scaled));
  });

  it("scores as PyTorch does", async () => {
    const read = readSafetensors(fixture(`head-${head}.safetensors`));
    const scores = await scoresOf(read);
    expectClose(scores, golden.pytorch[head]);
    expectClose(scores, golden.studio[head]);
    expectClose(await scoresOf(savedHead(head)), golden.pytorch[head]);
  });

  it("has PyTorch's names and shapes, and its formula in words", () => {
    const bytes = writeSafetensors(savedHead(head));
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    const { layout } = savedHead(head);
    if (!isHead(layout)) throw new Error("not a head");
    const { __metadata__: metadata, ...tensors } = header;
    expect(metadata.head).toMatch(/^(score|x_1).*sigmoid/);
    const shapes = Object.fromEntries(
      Object.entries(tensors as Record<string, { shape: number[] }>).map(([name, { shape }]) => [
        name,
        shape,
      ]),
    );
    expect(shapes).toEqual(headTensorShapes(layout));
    const output = head === "mlp" ? "head.2" : "head";
    expect(shapes[`${output}.bias`]).toEqual([1]);
    expect(shapes[head === "mlp" ? "head.0.weight" : "head.weight"]).toEqual(
      head === "mlp" ? [6, 20] : [1, 20],
    );
  });
});

it("a head's file without its width, or cut short, is refused", () => {
  const bytes = writeSafetensors(savedHead("linear"));
  expect(() => readSafetensors(bytes.subarray(0, bytes.length - 4))).toThrow(/"head.bias"/);
  const text = new TextDecoder("latin1").decode(bytes);
  const changed = Uint8Array.from(text.replace('\\"width\\":20', '\\"width\\":0 '), (letter) =>
    letter.charCodeAt(0),
  );
  expect(() => readSafetensors(changed)).toThrow(/how wide its vectors are/);
});
