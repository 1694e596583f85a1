// Which directions of a frozen encoder's vectors a head should read: those in which labels and vectors go
// together, domain by domain, and those in which the vectors vary most.
import type { Rng } from "../../base/rng.ts";
import { BLOCK_ROWS, type DenseProduct } from "../wasm/denseProduct.ts";
import type { Breather } from "./breather.ts";
import { type Projection, writeStandardized } from "./projection.ts";

/** Vectors with labels in groups; the directions of every group's labels are looked for. */
export interface LabelledVectors {
  /** d */
  width: number;
  /** [vectors × d] */
  values: Float32Array;
  /** Row of each labelled vector in `values`. */
  rows: Int32Array;
  /** p, [rows] */
  labels: Float64Array;
  /** Group of each, in [0, groups). */
  groups: Int32Array;
  groupCount: number;
}

export type Standard = Pick<Projection, "width" | "centre" | "scale">;

/** Room for products of [d] with [d × columns]. */
export type OpenProduct = (depth: number, columns: number) => DenseProduct;

/** Rows that the directions of largest variance are looked for on, and their variances measured on. */
const SAMPLE_ROWS = 2048;

/** Times the covariance is applied to the label directions, at most: more gained nothing (bench/README.md). */
const MOST_ROUNDS = 12;

/** Share of the directions that may come from labels. */
const LABEL_SHARE = 0.9;

/** A direction of which less is left beside the others is none of its own. */
const LEAST_RESIDUAL = 1e-4;

/** Of the mean variance, added to every direction's before it is divided by its root. */
const VARIANCE_FLOOR = 1e-4;

/** Mean, and one over the standard deviation, of every number of the rows; 0 for a number that never varies. */
export function standardOf({ width, values, rows }: LabelledVectors): Standard {
  const centre = new Float64Array(width);
  const scale = new Float64Array(width);
  for (const row of rows) {
    for (let i = 0; i < width; i++) centre[i]! += values[row * width + i]!;
  }
  for (let i = 0; i < width; i++) centre[i]! /= rows.length;
  for (const row of rows) {
    for (let i = 0; i < width; i++) scale[i]! += (values[row * width + i]! - centre[i]!) ** 2;
  }
  for (let i = 0; i < width; i++) {
    const deviation = Math.sqrt(scale[i]! / rows.length);
    // Float32 vectors that are all alike have a deviation of rounding.
    scale[i] = deviation > 1e-6 * Math.abs(centre[i]!) && deviation > 0 ? 1 / deviation : 0;
  }
  return { width, centre, scale };
}

/** Σ (p − p̄) x of every group, x standardised, of length 1; groups whose labels are all alike have none. */
function labelDirections(vectors: LabelledVectors, standard: Standard): Float64Array[] {
  const { width, values, rows, labels, groups, groupCount } = vectors;
  const sums = new Float64Array(groupCount);
  const counts = new Float64Array(groupCount);
  labels.forEach((label, i) => {
    sums[groups[i]!]! += label;
    counts[groups[i]!]!++;
  });
  const found = Array.from({ length: groupCount }, () => new Float64Array(width));
  const x = new Float32Array(width);
  labels.forEach((label, i) => {
    const group = groups[i]!;
    const weight = label - sums[group]! / counts[group]!;
    if (weight === 0) return;
    writeStandardized(standard, values, rows[i]!, x, 0);
    const direction = found[group]!;
    for (let j = 0; j < width; j++) direction[j]! += weight * x[j]!;
  });
  return found.filter(normalize);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Brings it to length 1 in place; false where it is zero. */
function normalize(a: Float64Array): boolean {
  const length = Math.sqrt(dot(a, a));
  if (!(length > 0)) return false;
  for (let i = 0; i < a.length; i++) a[i]! /= length;
  return true;
}

/** Takes its part in the basis from a, in place. */
function removeParts(a: Float64Array, basis: readonly Float64Array[]): void {
  for (const b of basis) {
    const share = dot(a, b);
    for (let i = 0; i < a.length; i++) a[i]! -= share * b[i]!;
  }
}

/** The directions as far as they are new beside an orthonormal basis, orthonormal. */
function orthonormal(
  directions: readonly Float64Array[],
  basis: readonly Float64Array[],
): Float64Array[] {
  const found: Float64Array[] = [];
  for (const direction of directions) {
    const rest = direction.slice();
    let isNew = normalize(rest);
    // Twice, so that nothing in the basis is left by rounding.
    for (let pass = 0; pass < 2 && isNew; pass++) {
      removeParts(rest, basis);
      removeParts(rest, found);
      isNew = Math.sqrt(dot(rest, rest)) > LEAST_RESIDUAL;
      normalize(rest);
    }
    if (isNew) found.push(rest);
  }
  return found;
}

/** Numbers that are kept standardised between rounds, at most: 128 MB. */
const MOST_KEPT = 1 << 25;

/** The labelled vectors, by their places in the list of them, as products read them. */
class Blocks {
  private readonly vectors: LabelledVectors;
  private readonly standard: Standard;
  private readonly open: OpenProduct;
  /** All vectors standardised, one after the other; null where they are too many to keep. */
  private readonly kept: Float32Array | null;

  constructor(vectors: LabelledVectors, standard: Standard, open: OpenProduct) {
    this.vectors = vectors;
    this.standard = standard;
    this.open = open;
    const { width, rows } = vectors;
    this.kept = rows.length * width <= MOST_KEPT ? new Float32Array(rows.length * width) : null;
    if (!this.kept) return;
    for (let place = 0; place < rows.length; place++) this.write(place, this.kept, place * width);
  }

  private write(place: number, out: Float32Array, at: number): void {
    writeStandardized(this.standard, this.vectors.values, this.vectors.rows[place]!, out, at);
  }

  /** Calls `each` with every block of the vectors in the product's memory. */
  async forEach(
    product: DenseProduct,
    places: Int32Array,
    breathe: () => Promise<void>,
    each: (count: number, from: number) => void,
  ): Promise<void> {
    const { width } = this.vectors;
    for (let from = 0; from < places.length; from += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, places.length - from);
      for (let i = 0; i < count; i++) {
        const place = places[from + i]!;
        const at = i * product.stride;
        if (this.kept)
          product.block.set(this.kept.subarray(place * width, (place + 1) * width), at);
        else this.write(place, product.block, at);
      }
      each(count, from);
      if ((from / BLOCK_ROWS) % 16 === 15) await breathe();
    }
  }

  /** X W of the vectors, [places × columns]. */
  async times(
    columns: readonly Float64Array[],
    places: Int32Array,
    breathe: () => Promise<void>,
  ): Promise<Float32Array> {
    const product = this.opened(columns);
    const out = new Float32Array(places.length * columns.length);
    await this.forEach(product, places, breathe, (count, from) =>
      product.multiply(count, out, from * columns.length),
    );
    return out;
  }

  /** XᵀX W / places, as columns. */
  async covarianceTimes(
    columns: readonly Float64Array[],
    places: Int32Array,
    breathe: () => Promise<void>,
  ): Promise<Float64Array[]> {
    const product = this.opened(columns);
    await this.forEach(product, places, breathe, (count) => product.addCovariance(count));
    const sum = product.readSum();
    return columns.map((column, c) =>
      column.map((_, i) => sum[i * columns.length + c]! / places.length),
    );
  }

  private opened(columns: readonly Float64Array[]): DenseProduct {
    const product = this.open(this.vectors.width, columns.length);
    product.setFactor(rowByRow(columns, columns.length));
    return product;
  }
}

/** [d × columns], row by row, of columns [d]; those that are missing are zero. */
function rowByRow(columns: readonly Float64Array[], count: number): Float32Array {
  const depth = columns[0]?.length ?? 0;
  const out = new Float32Array(depth * count);
  columns.forEach((column, c) => {
    for (let i = 0; i < depth; i++) out[i * count + c] = column[i]!;
  });
  return out;
}

/** L of C = L Lᵀ, lower triangular, [n × n], row by row. C positive definite. */
function cholesky(c: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = c[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / l[j * n + j]!;
    }
  }
  return l;
}

/** Columns of Q L⁻ᵀ: the basis turned so that its coordinates, of covariance L Lᵀ, are white. */
function whitened(basis: readonly Float64Array[], l: Float64Array): Float64Array[] {
  const n = basis.length;
  const out: Float64Array[] = [];
  for (let c = 0; c < n; c++) {
    const column = basis[c]!.slice();
    for (let k = 0; k < c; k++) {
      const factor = l[c * n + k]!;
      const before = out[k]!;
      for (let i = 0; i < column.length; i++) column[i]! -= factor * before[i]!;
    }
    for (let i = 0; i < column.length; i++) column[i]! /= l[c * n + c]!;
    out.push(column);
  }
  return out;
}

export interface Directions {
  /** A, [d × r], row by row. */
  matrix: Float32Array;
  /** Share of the vectors' variance in them, 0 to 1. */
  keptVariance: number;
}

/** As many random mixtures of the directions, where there are more: together they still span what they can. */
function mixed(directions: Float64Array[], most: number, rng: Rng): Float64Array[] {
  if (directions.length <= most) return directions;
  return Array.from({ length: most }, () => {
    const out = new Float64Array(directions[0]!.length);
    for (const direction of directions) {
      const share = rng.normal();
      for (let i = 0; i < out.length; i++) out[i]! += share * direction[i]!;
    }
    return out;
  });
}

/**
 * r directions of the standardised vectors, their coordinates white. First principal components, by one
 * step of a randomised subspace iteration. Then those of every group's labels, c_k, and what the covariance
 * Σ makes of them again and again (block Lanczos): what a linear head learns by least squares, whatever the
 * weights of the groups, lies in the span of Σ⁻¹c_k, and this block Krylov space comes close to it also
 * where the signal is not in the directions of large variance.
 */
export async function findDirections(
  vectors: LabelledVectors,
  standard: Standard,
  r: number,
  open: OpenProduct,
  rng: Rng,
  breathe: Breather,
): Promise<Directions> {
  const { width, rows } = vectors;
  const blocks = new Blocks(vectors, standard, open);
  const all = Int32Array.from(rows.keys());
  const sample = rng.shuffle(all.slice()).subarray(0, SAMPLE_ROWS);
  const ofLabels = mixed(labelDirections(vectors, standard), Math.ceil(r / 2), rng);
  const rounds = Math.max(
    0,
    Math.min(MOST_ROUNDS, Math.floor((LABEL_SHARE * r) / ofLabels.length) - 1),
  );
  const part = (done: number) => () => breathe(done, rounds + 2);

  const random = Array.from({ length: Math.max(0, r - (rounds + 1) * ofLabels.length) }, () =>
    new Float64Array(width).map(() => rng.normal()),
  );
  const basis = random.length
    ? orthonormal(await blocks.covarianceTimes(random, sample, part(0)), [])
    : [];
  let block = orthonormal(ofLabels, basis);
  basis.push(...block);
  for (let round = 1; round <= rounds && block.length > 0; round++) {
    block = orthonormal(await blocks.covarianceTimes(block, all, part(round)), basis);
    basis.push(...block);
  }

  const n = basis.length;
  const coordinates = await blocks.times(basis, sample, part(rounds + 1));
  const covariance = covarianceOf(coordinates, n);
  const variance = covariance.reduce((sum, value, i) => (i % (n + 1) === 0 ? sum + value : sum), 0);
  for (let i = 0; i < n; i++) covariance[i * n + i]! += (VARIANCE_FLOOR * variance) / n;
  const varying = standard.scale.reduce((sum, scale) => sum + Number(scale > 0), 0);
  return {
    matrix:
      n > 0 ? rowByRow(whitened(basis, cholesky(covariance, n)), r) : new Float32Array(width * r),
    keptVariance: varying > 0 ? Math.min(1, variance / varying) : 0,
  };
}

/** Of the rows of [rows × n] about zero, [n × n]. */
function covarianceOf(coordinates: Float32Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  const rows = n > 0 ? coordinates.length / n : 0;
  for (let row = 0; row < rows; row++) {
    const x = coordinates.subarray(row * n, (row + 1) * n);
    for (let i = 0; i < n; i++) {
      const value = x[i]! / rows;
      for (let j = 0; j <= i; j++) out[i * n + j]! += value * x[j]!;
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[j * n + i] = out[i * n + j]!;
  return out;
}
