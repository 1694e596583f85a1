// Pictures as tokens of the transformer: what stands out becomes codes of look and place, learned the same way
// from the same pictures; the language model reads them before the question; they are saved with the PRM.
import { describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import type { Chain } from "../../domain/chain.ts";
import { PICTURE_SIDE, type Picture } from "../../domain/picture.ts";
import { parseRunConfig } from "../../domain/runConfig.ts";
import { initialParams, prmLayout, type TransformerConfig } from "../prm/layout.ts";
import { readSafetensors, writeSafetensors } from "../prm/safetensors.ts";
import type { SequenceChains } from "./encoded.ts";
import { type EncodingSources, TEXT_ONLY } from "./encodingSources.ts";
import { chainOf, corpusOf } from "./fixtures.ts";
import { learnPictureCodes } from "./learnPictureCodes.ts";
import { encodePicture, PATCH_NUMBERS, pictureCodesKey, salientPatches } from "./pictureCodes.ts";
import { hidingPictures, learnEncoder, type PrmEncoder } from "./prmEncoder.ts";

const noBreath = async () => {};

/** A white picture with a red square of 4 pixels whose corner is (x, y). */
function redSquare(x: number, y: number): Picture {
  const rgb = new Uint8Array(PICTURE_SIDE ** 2 * 3).fill(250);
  for (let i = 0; i < 16; i++) {
    rgb.set([220, 40, 40], ((y + (i >> 2)) * PICTURE_SIDE + x + (i % 4)) * 3);
  }
  return { rgb };
}

const PLACES = 5;
const rng = createRng("pictured sums");
/** Chains whose start only the picture shows, by how far to the right its red square is. */
const pictured: readonly Chain[] = Array.from({ length: 240 }, () => {
  const [place, more] = [rng.below(PLACES), 1 + rng.below(4)];
  return {
    ...chainOf(`As many as shown, and ${more} more. How many?`, [
      `There are ${place}.`,
      `So ${place} plus ${more} gives ${place + more}.`,
    ]),
    imagePath: `${place}.png`,
  };
});
const sources: EncodingSources = {
  ...TEXT_ONLY,
  pictures:
    async () =>
    ({ imagePath }) =>
      imagePath === null ? null : redSquare(4 * Number.parseInt(imagePath, 10), 8),
};

function configOf(steps: number): TransformerConfig {
  return parseRunConfig({
    encoder: { kind: "transformer", vocabulary: 160, context: 64, languageModel: { steps } },
  }).encoder as TransformerConfig;
}

const read = async (encoder: PrmEncoder, chains: readonly Chain[], from = sources) =>
  ((await encoder.encodeChains(chains, from, noBreath)) as SequenceChains).sequences;

describe("a picture's patches", () => {
  it("are those that stand out, the look with the place", () => {
    expect(salientPatches(redSquare(8, 12))).toHaveLength(PATCH_NUMBERS);
    // Across the corner of four patches, of which each has enough of it.
    expect(salientPatches(redSquare(10, 14))).toHaveLength(4 * PATCH_NUMBERS);
    expect(salientPatches({ rgb: new Uint8Array(PICTURE_SIDE ** 2 * 3).fill(128) })).toHaveLength(
      0,
    );
    expect(salientPatches(redSquare(8, 12))).not.toEqual(salientPatches(redSquare(12, 12)));
  });

  it("get codes that tell them apart; the same pictures give the same codes", async () => {
    const codes = (await learnPictureCodes(pictured, sources, 20, noBreath))!;
    // No more codes than there are different patches.
    expect(codes.layout.count).toBe(PLACES);
    const ofPlaces = Array.from({ length: PLACES }, (_, i) =>
      encodePicture(codes, redSquare(4 * i, 8)),
    );
    expect(new Set(ofPlaces.map((own) => own.join())).size).toBe(PLACES);
    const again = (await learnPictureCodes(pictured, sources, 20, noBreath))!;
    expect(pictureCodesKey(again)).toBe(pictureCodesKey(codes));
    const fewer = (await learnPictureCodes(pictured, sources, 3, noBreath))!;
    expect(fewer.layout.count).toBe(3);
    expect(Math.max(...ofPlaces.flat())).toBeLessThan(PLACES);
  });

  it("without pictures there is no codebook", async () => {
    expect(await learnPictureCodes(pictured, TEXT_ONLY, 20, noBreath)).toBeNull();
  });
});

describe("the transformer's encoder", () => {
  it("reads the picture before the question, in tokens that no text has", async () => {
    const encoder = await learnEncoder(configOf(0), corpusOf(pictured), sources);
    const { vocabulary, pictureCodes, config } = encoder;
    const sequences = await read(encoder, pictured.slice(0, 1));
    const first = 160 - pictureCodes!.layout.count;
    expect(vocabulary!.size).toBeLessThanOrEqual(first);
    expect(sequences.tokens[1]).toBeGreaterThanOrEqual(first);
    expect(sequences.tokens[1]).toBeLessThan(160);
    expect([...sequences.tokens].filter((token) => token >= first)).toHaveLength(1);
    expect(config.kind === "transformer" && config.vocabulary).toBe(160);
    const blind = await read(hidingPictures(encoder), pictured.slice(0, 1));
    expect([...blind.tokens]).toEqual([...sequences.tokens].filter((token) => token < first));
    expect(await read(encoder, pictured.slice(0, 1), TEXT_ONLY)).toEqual(blind);
  });

  it("makes the number that the picture shows unsurprising, and others not", async () => {
    const encoder = await learnEncoder(configOf(150), corpusOf(pictured), sources);
    const startSurprisal = async (from: PrmEncoder, shown: number, said: number) => {
      const chain = chainOf("As many as shown, and 2 more. How many?", [`There are ${said}.`]);
      const { tokens, surprisal } = await read(from, [{ ...chain, imagePath: `${shown}.png` }]);
      const digit = encoder.vocabulary!.encode(String(said))[0]!;
      return surprisal[tokens.indexOf(digit)]!;
    };
    const hidden = hidingPictures(encoder);
    for (const place of [0, 2, 4]) {
      const other = (place + 1) % PLACES;
      expect(await startSurprisal(encoder, place, place)).toBeLessThan(0.7);
      expect(await startSurprisal(encoder, place, other)).toBeGreaterThan(1.5);
      expect(await startSurprisal(hidden, place, other)).toBe(
        await startSurprisal(hidden, other, other),
      );
    }
  });

  it("trained blind, asks for no picture and has no codes", async () => {
    const blind = await learnEncoder({ ...configOf(2), blind: true }, corpusOf(pictured), {
      ...sources,
      pictures: () => Promise.reject(new Error("asked for pictures")),
    });
    expect(blind.pictureCodes).toBeNull();
  });

  it("is the same from a saved PRM", async () => {
    const config = configOf(5);
    const encoder = await learnEncoder(config, corpusOf(pictured), sources);
    const layout = prmLayout(config);
    const params = initialParams(layout, createRng("saved"));
    const file = writeSafetensors({ encoder, layout, params, step: 3, aggregation: "last" });
    const saved = readSafetensors(file).encoder;
    expect(saved.key).toBe(encoder.key);
    expect(await read(saved, pictured.slice(0, 9))).toEqual(
      await read(encoder, pictured.slice(0, 9)),
    );
    const text = new TextDecoder("latin1").decode(file);
    const count = encoder.pictureCodes!.layout.count;
    const tampered = text.replace(`"pictureCodes":"${count}"`, `"pictureCodes":"9"`);
    const bytes = Uint8Array.from(tampered, (character) => character.charCodeAt(0));
    expect(() => readSafetensors(bytes)).toThrow(/"pictures.codes" should be \[9,50\]/);
  });
});
