// The suite's pictures: each shows its digit to whoever looks for what is red, they are real PNG files, the
// same for the same seed, and what they show is nowhere in the text.
import { decode } from "fast-png";
import { expect, it } from "vitest";
import { createRng } from "../base/rng.ts";
import type { Chain } from "../domain/chain.ts";
import { suitePlans } from "./domainPlan.ts";
import { drawPicture, PICTURE_KINDS, type PictureKind } from "./drawPictures.ts";
import { SIDE } from "./drawShapes.ts";
import { generateLabelledChains, type LabelledChain } from "./generateShard.ts";
import { generateSuite } from "./generateSuite.ts";
import type { SuiteImages } from "./pictures.ts";
import { WORDINGS } from "./wording.ts";

const pictured = WORDINGS.filter(({ picture }) => picture !== null);

/** Pixels where red is far above green and blue. */
function redPixels(rgb: ArrayLike<number>): { x: number; y: number }[] {
  const pixels = Array.from({ length: SIDE * SIDE }, (_, i) => ({
    x: i % SIDE,
    y: (i / SIDE) | 0,
  }));
  return pixels.filter((_, i) => {
    const [red = 0, green = 0, blue = 0] = [rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]];
    return red - Math.max(green, blue) > 100;
  });
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What a picture says, read from its red pixels alone. */
function readDigit(kind: PictureKind, rgb: ArrayLike<number>): number {
  const red = redPixels(rgb);
  const [x, y] = [mean(red.map((pixel) => pixel.x + 0.5)), mean(red.map((pixel) => pixel.y + 0.5))];
  const tenth = (10 * Math.atan2(x - SIDE / 2, SIDE / 2 - y)) / (2 * Math.PI);
  switch (kind) {
    case "bars":
      return Math.round((27 - Math.min(...red.map((pixel) => pixel.y))) / 3);
    case "line":
    case "lattice":
      return Math.round((28.5 - y) / 3);
    case "map":
    case "bus":
      return Math.round((x - 2.5) / 3);
    case "pie":
    case "polygon":
    case "dial":
      return (Math.round(tenth) + 10) % 10;
    default:
      return kind satisfies never;
  }
}

it.each(PICTURE_KINDS)("%s shows its digit, whatever else is drawn", (kind) => {
  const rng = createRng(kind);
  for (let i = 0; i < 200; i++) {
    expect(readDigit(kind, drawPicture(kind, i % 10, rng))).toBe(i % 10);
  }
});

it.each(PICTURE_KINDS)(
  "%s looks different from time to time, and is the same for the same seed",
  (kind) => {
    const rng = createRng("pictures");
    const first = drawPicture(kind, 4, rng);
    expect(drawPicture(kind, 4, rng)).not.toEqual(first);
    expect(drawPicture(kind, 4, createRng("pictures"))).toEqual(first);
  },
);

it("there is a kind for each wording that names one, and no two name the same", () => {
  expect(pictured.map(({ picture }) => picture).sort()).toEqual([...PICTURE_KINDS].sort());
});

const corpus = await generateSuite({ variant: "planted", seed: 8 });
const chains: Chain[] = [
  ...corpus.shards.flatMap((shard) => shard.chains),
  ...corpus.meta,
  ...corpus.candidates.flatMap(({ candidates }) => candidates),
];

it("chains about one question share one picture, a real PNG file; no picture is without a chain", async () => {
  const byQuestion = new Map<string, Set<string | null>>();
  for (const { question, imagePath } of chains) {
    const paths = byQuestion.get(question) ?? new Set();
    byQuestion.set(question, paths.add(imagePath));
  }
  const named = [...byQuestion.values()].map((paths) => {
    expect(paths.size).toBe(1);
    return [...paths][0]!;
  });
  const paths = named.filter((path) => path !== null);
  expect(paths.toSorted()).toEqual([...corpus.images.keys()].sort());
  expect(paths.length / named.length).toBeGreaterThan(0.4);
  expect(paths.length / named.length).toBeLessThan(0.7);
  for (const path of paths.slice(0, 40)) {
    const file = corpus.images.get(path)!;
    expect(file.type).toBe("image/png");
    const { width, height, channels } = decode(await file.arrayBuffer());
    expect([width, height, channels]).toEqual([SIDE, SIDE, 3]);
  }
});

it("the same seed gives the same files to the byte", async () => {
  const { images } = await generateSuite({ variant: "planted", seed: 8 });
  expect([...images.keys()]).toEqual([...corpus.images.keys()]);
  for (const path of ["images/map_grid/0.png", "images/bus_seats/11.png", [...images.keys()][0]!]) {
    const [own, other] = [corpus.images.get(path)!, images.get(path)!];
    expect(await other.arrayBuffer()).toEqual(await own.arrayBuffer());
  }
});

it("a question says its start only where it has no picture", () => {
  for (const { question, imagePath } of chains) {
    const setting = question.slice(0, question.indexOf(".") + 1);
    expect(/\d/.test(setting)).toBe(imagePath === null);
    expect(setting.includes("picture")).toBe(imagePath !== null);
  }
});

it("pictures show the start, and are misread as often as planned", async () => {
  const { plan } = suitePlans("planted").find(({ name }) => name === "pie_sectors")!;
  const wording = WORDINGS.find(({ name }) => name === "pie_sectors")!;
  const images: SuiteImages = new Map();
  const labelled = generateLabelledChains(plan, wording, createRng("shown"), new Set(), images);
  let misread = 0;
  for (const { written, chain } of labelled) {
    const rgb = decode(await images.get(chain.imagePath!)!.arrayBuffer()).data;
    expect(readDigit("pie", rgb)).toBe(written.problem.start);
    misread += Number(written.steps[0]!.input !== written.problem.start);
  }
  // About 210 chains, binomial standard error .03; a few more take up a wrong number by another slip.
  const share = misread / labelled.length;
  expect(share).toBeGreaterThan(plan.misreadRate - 0.1);
  expect(share).toBeLessThan(plan.misreadRate + 0.12);
});

it("a chain that sets out from a misread start is seldom right", () => {
  const { plan } = suitePlans("planted").find(({ name }) => name === "circle_marks")!;
  const wording = WORDINGS.find(({ name }) => name === "circle_marks")!;
  const labelled = generateLabelledChains(plan, wording, createRng("astray"), new Set(), new Map());
  const isMisread = ({ written: { steps, problem } }: LabelledChain) =>
    steps[0]!.input !== problem.start;
  const firstLabels = (of: LabelledChain[]) =>
    mean(of.map(({ chain }) => chain.steps[0]!.accuracy!));
  const astray = firstLabels(labelled.filter(isMisread));
  expect(astray).toBeLessThan(firstLabels(labelled.filter((one) => !isMisread(one))) - 0.15);
});
