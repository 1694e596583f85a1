import { describe, expect, it } from "vitest";
import { chainOf, sums, vocabularyOf } from "./fixtures.ts";
import { learnVocabulary } from "./learnVocabulary.ts";
import { FIRST_BYTE, readVocabulary, STEP, type VocabularyData } from "./vocabulary.ts";
import { LONGEST_WORD, wordsOf } from "./words.ts";

const TEXTS = [
  "Lisa has 41 apples.",
  "  two  spaces,\ttabs\r\n\n\nand lines 12 34  ",
  "一共有多少个苹果？答案是 12 个。",
  "naïve café, Ελληνικά, 👩‍👩‍👧 ½ ٣٤",
  "__proto__ constructor toString hasOwnProperty",
  "\u0000\u007f",
  "-".repeat(500),
  "",
];

describe("words", () => {
  it("put together are the text; none is longer than the limit", () => {
    for (const text of TEXTS) {
      const words = [...wordsOf(text)];
      expect(words.join("")).toBe(text);
      for (const word of words) expect([...word].length).toBeLessThanOrEqual(LONGEST_WORD + 2);
    }
  });

  it("keep digits alone and give spaces to the words beside them", () => {
    expect([...wordsOf("Lisa adds 41 plus 7, so  done")]).toEqual([
      "Lisa",
      " adds ",
      "4",
      "1",
      " plus ",
      "7",
      ",",
      " so",
      " ",
      " done",
    ]);
  });
});

describe("a vocabulary", () => {
  it("spells every text and gives it back, whatever it was learned from", async () => {
    for (const corpus of [sums, [], [chainOf("", [""])], [chainOf("一共有多少个苹果", ["十二"])]]) {
      for (const size of [128, 400]) {
        const vocabulary = await vocabularyOf(corpus, size);
        expect(vocabulary.size).toBeLessThanOrEqual(size);
        for (const text of TEXTS) {
          const tokens = vocabulary.encode(text);
          expect(vocabulary.decode(tokens)).toBe(text);
          for (const token of tokens) {
            expect(token).toBeGreaterThan(STEP);
            expect(token).toBeLessThan(vocabulary.size);
          }
        }
      }
    }
  });

  it("reads a lone surrogate as the replacement character", async () => {
    const broken = "a\ud800b\udc00";
    const vocabulary = await vocabularyOf([chainOf(broken, [broken])]);
    expect(vocabulary.decode(vocabulary.encode(broken))).toBe("a\ufffdb\ufffd");
  });

  it("learns whole words of the corpus, __proto__ like any other", async () => {
    const vocabulary = await vocabularyOf(
      [...sums, ...Array.from({ length: 9 }, () => chainOf("__proto__", [" constructor x"]))],
      400,
    );
    expect(vocabulary.encode(" apples")).toHaveLength(1);
    expect(vocabulary.encode(" plus 4")).toHaveLength(2);
    expect(vocabulary.encode("constructor").length).toBeLessThan(5);
    expect(vocabulary.encode("proto")).toHaveLength(1);
    expect(vocabulary.encode(" zyzzyva").length).toBeGreaterThan(4);
  });

  it("spells numbers digit by digit, each digit one token of its own", async () => {
    // A corpus full of one number, and one without any.
    for (const corpus of [[chainOf("1234 ".repeat(500), ["1234567890"])], [chainOf("words", [])]]) {
      const vocabulary = await vocabularyOf(corpus, 200);
      const digits = [..."0123456789"].map((digit) => vocabulary.encode(digit));
      for (const tokens of digits) expect(tokens).toHaveLength(1);
      expect(new Set(digits.flat()).size).toBe(10);
      expect(vocabulary.encode("1234")).toEqual(
        [..."1234"].flatMap((digit) => digits[Number(digit)]!),
      );
    }
  });

  it("is the same each time, and stops at `limit` tokens", async () => {
    const [first, second] = [await vocabularyOf(sums), await vocabularyOf(sums)];
    expect(first.data).toEqual(second.data);
    const all = first.encode(sums[7]!.question);
    expect(first.encode(sums[7]!.question, 5)).toEqual(all.slice(0, 5));
  });

  it("merges the most frequent pair first and nothing that occurs once", async () => {
    const vocabulary = await vocabularyOf([chainOf("ab ab ab cd cd ef", [])], 128);
    const texts = vocabulary.data.merges.map((_, i) =>
      vocabulary.decode([FIRST_BYTE + vocabulary.data.bytes.length + i]),
    );
    // " ab", " c" and "cd" occur twice each: of those the smaller tokens go first.
    expect(texts).toEqual(["ab", " c", " ab", " cd"]);
    expect(vocabulary.encode("ef")).toHaveLength(2);
  });

  it("tells how far it is", async () => {
    const told: number[] = [];
    const chains = Array.from({ length: 20 }, () => sums).flat();
    await learnVocabulary(chains, 400, async (done, total) => {
      told.push(done / total);
    });
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBeLessThanOrEqual(1);
  });
});

describe("a vocabulary from a file", () => {
  it("encodes as the one that was written", async () => {
    const written = await vocabularyOf(sums);
    const read = readVocabulary(JSON.parse(JSON.stringify(written.data)), 256);
    for (const text of TEXTS) expect(read.encode(text)).toEqual(written.encode(text));
  });

  it("is refused, with the reason, where it cannot be one", async () => {
    const { bytes, merges } = (await vocabularyOf(sums)).data;
    const first = FIRST_BYTE + bytes.length;
    const digit = FIRST_BYTE + bytes.indexOf(0x37);
    const refused = (value: unknown, reason: RegExp, limit = 256) =>
      expect(() => readVocabulary(value, limit)).toThrow(reason);
    const withMerge = (left: number, right: number): VocabularyData => ({
      bytes,
      merges: [...merges.slice(0, 3), [left, right]],
    });
    refused(undefined, /not valid: .*expected object/);
    refused({ bytes, merges: [[1]] }, /not valid/);
    refused({ bytes, merges: [[0.5, 1]] }, /not valid/);
    refused({ bytes: [...bytes].reverse(), merges }, /bytes do not ascend/);
    refused({ bytes: bytes.slice(-20), merges: [] }, /a digit has no token/);
    const few = first + merges.length - 1;
    refused({ bytes, merges }, new RegExp(`the PRM knows ${few}`), few);
    refused(withMerge(first + 3, first), /merge 3 is of tokens that are not there yet/);
    refused(withMerge(STEP, first), /merge 3 is of tokens/);
    refused(withMerge(digit, first), /merge 3 swallows a digit/);
    refused(withMerge(...(merges[1] as [number, number])), /merge 3 is there twice/);
    const doubling = Array.from({ length: 30 }, (_, i) => [
      i === 0 ? first - 1 : first + i - 1,
      i === 0 ? first - 1 : first + i - 1,
    ]);
    refused({ bytes, merges: doubling }, /longer than any word/);
  });
});
