// Pictures in the lexical encoder: what is seen of one, that it is crossed with the number a chain sets out
// from, and that chains without pictures are encoded as ever.
import { describe, expect, it } from "vitest";
import { hashString } from "../../base/rng.ts";
import { PICTURE_SIDE, type Picture } from "../../domain/picture.ts";
import type { EncodedRows, RowChains } from "./encoded.ts";
import { type EncodingSources, TEXT_ONLY } from "./encodingSources.ts";
import { sums } from "./fixtures.ts";
import { createLexicalEncoder, type SparseRow } from "./lexical.ts";
import { pictureFeatures } from "./pictureFeatures.ts";
import { hidingPictures, lexicalPrmEncoder } from "./prmEncoder.ts";

type Colour = readonly [number, number, number];
const RED: Colour = [220, 40, 40];
const BLUE: Colour = [60, 110, 200];
const GREY: Colour = [120, 120, 125];

/** White but for squares of 4 pixels. */
function pictureOf(...squares: { x: number; y: number; colour: Colour }[]): Picture {
  const rgb = new Uint8Array(PICTURE_SIDE ** 2 * 3).fill(250);
  for (const { x, y, colour } of squares) {
    for (let i = 0; i < 16; i++) {
      rgb.set(colour, ((y + (i >> 2)) * PICTURE_SIDE + x + (i % 4)) * 3);
    }
  }
  return { rgb };
}

describe("pictureFeatures", () => {
  const red = { x: 10, y: 20, colour: RED };

  it("sees where the most vivid colour lies, whatever else is drawn", () => {
    const alone = pictureFeatures(pictureOf(red));
    expect(alone.extent).toHaveLength(5);
    expect(alone.all).toHaveLength(6);
    const busy = pictureOf(
      { x: 1, y: 2, colour: BLUE },
      { x: 25, y: 25, colour: GREY },
      { x: 18, y: 8, colour: BLUE },
      red,
    );
    expect(pictureFeatures(busy)).toEqual(alone);
  });

  it("tells places apart", () => {
    const at = (x: number, y: number) =>
      pictureFeatures(pictureOf({ x, y, colour: RED })).extent.join();
    expect(new Set([at(10, 20), at(13, 20), at(10, 23), at(4, 4)]).size).toBe(4);
  });

  it("sees nothing where nothing is coloured", () => {
    expect(pictureFeatures(pictureOf({ x: 3, y: 3, colour: GREY })).all).toEqual([]);
  });
});

const steps = [{ text: "so 7 plus 4 gives 1" }, { text: "so 1 times 3 gives 3" }];
const subject = { question: "It starts where the red mark is: plus 4; times 3.", hasImage: true };

describe("the lexical encoder", () => {
  const encode = createLexicalEncoder(4096);
  const row = (picture: Picture | null, of = steps) =>
    encode({ ...subject, picture }, of, of.length - 1);
  const sharedWith = (a: SparseRow, b: SparseRow) =>
    a.features.filter((feature) => b.features.includes(feature)).length;
  const low = pictureOf({ x: 5, y: 28, colour: RED });
  const high = pictureOf({ x: 5, y: 4, colour: RED });

  it("adds to a row what the picture looks like, and only that", () => {
    const [seeing, blind] = [row(low), row(null)];
    expect(sharedWith(seeing, blind)).toBe(blind.features.length);
    expect(seeing.features.length).toBe(blind.features.length + 5);
  });

  it("crosses looks with the number that the chain sets out from, in all its prefixes", () => {
    const own = (picture: Picture, of: typeof steps) => {
      const blind = row(null, of).features;
      return [...row(picture, of).features].filter((feature) => !blind.includes(feature));
    };
    expect(own(low, steps)).toEqual(own(low, steps.slice(0, 1)));
    // Same left, right and area; another top and bottom.
    expect(own(high, steps).filter((feature) => own(low, steps).includes(feature))).toHaveLength(3);
    const other = [{ text: "so 6 plus 4 gives 1" }, steps[1]!];
    expect(own(low, other).filter((feature) => own(low, steps).includes(feature))).toEqual([]);
  });

  it("crosses looks, colour too, with the last words of a first step without numbers", () => {
    const said = (word: string) => [{ text: `I look. The square is ${word}.` }];
    const at = { x: 5, y: 28 };
    const own = (colour: Colour, word: string) => {
      const blind = row(null, said(word)).features;
      const seeing = row(pictureOf({ ...at, colour }), said(word)).features;
      return [...seeing].filter((feature) => !blind.includes(feature));
    };
    const shared = (a: readonly number[], b: readonly number[]) =>
      a.filter((feature) => b.includes(feature)).length;
    expect(own(RED, "red")).toHaveLength(3 * 6);
    // "square" and "is" as before; of "red" against another colour only the hue's cross differs.
    expect(shared(own(RED, "red"), own(RED, "blue"))).toBe(2 * 6);
    expect(shared(own(RED, "red"), own(BLUE, "red"))).toBe(3 * 5);
  });

  it("with an image, takes no number of the question for the start", () => {
    const about = (hasImage: boolean, first: string) =>
      encode({ ...subject, hasImage, picture: null }, [{ text: `so ${first} plus 4 gives 1` }], 0);
    // 4 is the question's first number: copied where the text is all there is, seen like any other elsewhere.
    const copies = (hasImage: boolean) => sharedWith(about(hasImage, "4"), about(hasImage, "7"));
    expect(copies(true)).toBeGreaterThan(copies(false));
  });
});

const config = { kind: "lexical", buckets: 4096, embedding: 4, hidden: 4, blind: false } as const;
const pictured = sums.map((chain, i) => ({ ...chain, imagePath: `images/${i}.png` }));
const sources: EncodingSources = {
  ...TEXT_ONLY,
  pictures:
    async () =>
    ({ imagePath }) =>
      imagePath === null ? null : pictureOf({ x: 4, y: imagePath.length, colour: RED }),
};

describe("lexicalPrmEncoder", () => {
  const noBreath = async () => {};
  const rowsOf = async (
    ...args: Parameters<ReturnType<typeof lexicalPrmEncoder>["encodeChains"]>
  ) => ((await lexicalPrmEncoder(config).encodeChains(...args)) as RowChains).rows;
  const fingerprint = ({ start, features, values }: EncodedRows) =>
    hashString([...start, ...features, ...new Uint32Array(values.buffer)].join());

  it("encodes text as it did before there were pictures, to the bit", async () => {
    expect(fingerprint(await rowsOf(sums, sources, noBreath))).toBe(373_997_727);
  });

  it("reads pictures in training sets and chains alike, and none where they are hidden", async () => {
    const seeing = lexicalPrmEncoder(config);
    const hidden = hidingPictures(seeing);
    expect(hidden.key).not.toBe(seeing.key);
    expect(hidden.config.blind).toBe(true);
    expect(hidingPictures(hidden)).toBe(hidden);
    const shard = {
      name: "sums",
      isEnabled: true,
      tier: null,
      chains: pictured.map((chain) => ({
        ...chain,
        steps: chain.steps.map((step) => ({ ...step, accuracy: 1 })),
      })),
    };
    const asked: EncodingSources = {
      ...TEXT_ONLY,
      pictures: async () => {
        throw new Error("asked for pictures");
      },
    };
    for (const [encoder, own] of [
      [seeing, sources],
      [hidden, asked],
    ] as const) {
      const chains = (await encoder.encodeChains(pictured, own, noBreath)) as RowChains;
      const train = await encoder.encodeTrainSet([shard], own, noBreath);
      expect(train.kind === "rows" && train.rows).toEqual(chains.rows);
    }
    const count = async (encoder: typeof seeing) =>
      ((await encoder.encodeChains(pictured, sources, noBreath)) as RowChains).rows.features.length;
    expect(await count(seeing)).toBeGreaterThan((await count(hidden)) + 4 * 2 * sums.length);
  });

  it("an image that is not there is as one that is hidden", async () => {
    const missing = await rowsOf(pictured, TEXT_ONLY, noBreath);
    const hidden = await hidingPictures(lexicalPrmEncoder(config)).encodeChains(
      pictured,
      sources,
      noBreath,
    );
    expect((hidden as RowChains).rows).toEqual(missing);
  });
});
