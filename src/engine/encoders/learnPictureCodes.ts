// Learns the codebook of a corpus' pictures by k-means over the patches that stand out: first centres by
// k-means++, then Lloyd's steps. The same pictures give the same codebook.
import { createRng, type Rng } from "../../base/rng.ts";
import type { Chain } from "../../domain/chain.ts";
import type { Picture } from "../../domain/picture.ts";
import type { Breather } from "./breather.ts";
import type { EncodingSources } from "./encodingSources.ts";
import {
  nearestCode,
  PATCH_NUMBERS,
  type PictureCodes,
  patchDistance,
  pictureCodesLayout,
  salientPatches,
} from "./pictureCodes.ts";

/** Patches learned from at most, evenly from all pictures. */
const MOST_LEARNED = 8000;
const ROUNDS = 8;

/** Of a vocabulary of so many tokens, those that are kept for codes where chains have pictures. */
export function codesWithin(vocabulary: number): number {
  return Math.floor((3 * vocabulary) / 8);
}

/** A codebook of at most `count` codes; null where no chain has a picture in which anything stands out. */
export async function learnPictureCodes(
  chains: readonly Chain[],
  sources: EncodingSources,
  count: number,
  breathe: Breather,
): Promise<PictureCodes | null> {
  const patches = samplePatches(await distinctPictures(chains, sources, breathe));
  if (patches.length === 0) return null;
  let centres = firstCentres(patches, count, createRng("picture codes"));
  for (let round = 0; round < ROUNDS; round++) {
    await breathe(round, ROUNDS);
    centres = movedCentres(centres, patches);
  }
  return { layout: pictureCodesLayout(centres.length / PATCH_NUMBERS), params: centres };
}

async function distinctPictures(
  chains: readonly Chain[],
  sources: EncodingSources,
  breathe: Breather,
): Promise<Picture[]> {
  const pictureOf = await sources.pictures(chains, breathe);
  const byPath = new Map<string | null, Picture>();
  for (const chain of chains) {
    const picture = byPath.has(chain.imagePath) ? null : pictureOf(chain);
    if (picture) byPath.set(chain.imagePath, picture);
  }
  return [...byPath.values()];
}

/** [patches × PATCH_NUMBERS] */
function samplePatches(pictures: readonly Picture[]): Float32Array {
  const all = pictures.map(salientPatches);
  const total = all.reduce((sum, patches) => sum + patches.length, 0) / PATCH_NUMBERS;
  const kept = Math.min(total, MOST_LEARNED);
  const sample = new Float32Array(kept * PATCH_NUMBERS);
  let seen = 0;
  let taken = 0;
  for (const patches of all) {
    for (let at = 0; at < patches.length; at += PATCH_NUMBERS, seen++) {
      // The so-manieth of all, spread evenly.
      if (Math.floor((taken * total) / kept) !== seen) continue;
      sample.set(patches.subarray(at, at + PATCH_NUMBERS), taken++ * PATCH_NUMBERS);
    }
  }
  return sample;
}

/** k-means++: each further centre is a patch, drawn by its squared distance from those there are. */
function firstCentres(patches: Float32Array, count: number, rng: Rng): Float32Array {
  const total = patches.length / PATCH_NUMBERS;
  const centres = new Float32Array(count * PATCH_NUMBERS);
  const distances = new Float64Array(total).fill(Number.POSITIVE_INFINITY);
  let next = rng.below(total);
  for (let c = 0; c < count; c++) {
    centres.set(
      patches.subarray(next * PATCH_NUMBERS, (next + 1) * PATCH_NUMBERS),
      c * PATCH_NUMBERS,
    );
    let sum = 0;
    for (let i = 0; i < total; i++) {
      const own = patchDistance(
        centres,
        c * PATCH_NUMBERS,
        patches,
        i * PATCH_NUMBERS,
        distances[i]!,
      );
      distances[i] = Math.min(distances[i]!, own);
      sum += distances[i]!;
    }
    // As many centres as there are different patches are enough.
    if (sum === 0) return centres.slice(0, (c + 1) * PATCH_NUMBERS);
    let left = rng.next() * sum;
    next = distances.findIndex((distance) => {
      left -= distance;
      return left < 0;
    });
    // Rounding may leave a crumb behind the last.
    if (next < 0) next = distances.findLastIndex((distance) => distance > 0);
  }
  return centres;
}

/** Lloyd's step: each centre to the mean of the patches nearest to it; one without any stays. */
function movedCentres(centres: Float32Array, patches: Float32Array): Float32Array {
  const sums = new Float64Array(centres.length);
  const counts = new Int32Array(centres.length / PATCH_NUMBERS);
  for (let at = 0; at < patches.length; at += PATCH_NUMBERS) {
    const { code } = nearestCode(centres, patches, at);
    counts[code]!++;
    for (let i = 0; i < PATCH_NUMBERS; i++) sums[code * PATCH_NUMBERS + i]! += patches[at + i]!;
  }
  return centres.map((value, i) => {
    const count = counts[Math.floor(i / PATCH_NUMBERS)]!;
    return count > 0 ? sums[i]! / count : value;
  });
}
