// The compiled kernels: which build this browser can run, and their functions with types. Pointers are
// byte addresses in the kernels' memory; the functions are described at their sources in kernels/.
import type { HeadKernels } from "./headKernels.ts";

type Pointer = number;

export interface Kernels extends HeadKernels {
  exponential(x: Pointer, out: Pointer, length: number): void;

  clear(a: Pointer, length: number): void;
  addScaled(a: Pointer, b: Pointer, factor: number, out: Pointer, length: number): void;
  scale(a: Pointer, factor: number, out: Pointer, length: number): void;
  multiply(a: Pointer, b: Pointer, out: Pointer, length: number): void;
  divide(a: Pointer, b: Pointer, out: Pointer, length: number): void;
  squareRoot(a: Pointer, out: Pointer, length: number): void;
  isNonZero(a: Pointer, out: Pointer, length: number): void;
  addConstant(a: Pointer, constant: number, out: Pointer, length: number): void;
  dot(a: Pointer, b: Pointer, length: number): number;
  sum(a: Pointer, length: number): number;
  addSumTo(out: Pointer, a: Pointer, length: number): void;
  addTo(out: Pointer, a: Pointer, length: number): void;
  adamW(
    params: Pointer,
    first: Pointer,
    second: Pointer,
    gradient: Pointer,
    length: number,
    clip: number,
    beta1: number,
    oneMinusBeta1: number,
    beta2: number,
    oneMinusBeta2: number,
    keep: number,
    rate: number,
    rootScale: number,
    epsilon: number,
  ): void;

  packColumns(
    source: Pointer,
    ld: number,
    rows: number,
    columns: number,
    paddedRows: number,
    out: Pointer,
  ): void;
  packTransposed(source: Pointer, ld: number, rows: number, columns: number, out: Pointer): void;
  matmul(
    x: Pointer,
    ldx: number,
    panels: Pointer,
    y: Pointer,
    ldy: number,
    rows: number,
    depth: number,
    columns: number,
    accumulate: boolean,
  ): void;
  matmulTransposed(
    x: Pointer,
    ldx: number,
    y: Pointer,
    ldy: number,
    out: Pointer,
    ldo: number,
    rows: number,
    depth: number,
    columns: number,
    accumulate: boolean,
  ): void;

  gatherBags(
    table: Pointer,
    bias: Pointer,
    width: number,
    rows: Pointer,
    count: number,
    start: Pointer,
    features: Pointer,
    values: Pointer,
    out: Pointer,
    stride: number,
  ): void;
  scatterBags(
    delta: Pointer,
    stride: number,
    width: number,
    rows: Pointer,
    count: number,
    start: Pointer,
    features: Pointer,
    values: Pointer,
    table: Pointer,
  ): void;

  gatherRows(
    table: Pointer,
    ldt: number,
    indices: Pointer,
    count: number,
    width: number,
    out: Pointer,
    ld: number,
  ): void;
  scatterRows(
    x: Pointer,
    ld: number,
    indices: Pointer,
    count: number,
    width: number,
    table: Pointer,
    ldt: number,
  ): void;
  addOuterRows(
    weights: Pointer,
    row: Pointer,
    rows: number,
    width: number,
    x: Pointer,
    ld: number,
  ): void;
  shiftRows(x: Pointer, ld: number, rows: number, width: number, out: Pointer): void;
  shiftRowsBack(d: Pointer, ld: number, rows: number, width: number): void;
  clearRows(x: Pointer, ld: number, rows: number, width: number): void;
  normRows(
    x: Pointer,
    ld: number,
    out: Pointer,
    inverse: Pointer,
    rows: number,
    width: number,
    epsilon: number,
  ): void;
  normRowsBack(
    d: Pointer,
    n: Pointer,
    dx: Pointer,
    ld: number,
    inverse: Pointer,
    rows: number,
    width: number,
  ): void;
  siluRows(x: Pointer, slope: Pointer, ld: number, rows: number, width: number): void;
  multiplyRows(x: Pointer, factor: Pointer, ld: number, rows: number, width: number): void;
  rotateRows(
    x: Pointer,
    ld: number,
    positions: Pointer,
    rows: number,
    heads: number,
    headSize: number,
    cosines: Pointer,
    sines: Pointer,
    scale: number,
    direction: 1 | -1,
  ): void;
  rowDotsBack(
    slopes: Pointer,
    weight: Pointer,
    rows: number,
    width: number,
    out: Pointer,
    ld: number,
  ): void;
  attend(
    q: Pointer,
    ld: number,
    positions: Pointer,
    rows: number,
    keyPanels: Pointer,
    valuePanels: Pointer,
    paddedTokens: number,
    headSize: number,
    distanceSlope: number,
    scores: Pointer,
    lds: number,
    stats: Pointer,
    out: Pointer,
  ): void;
  attendBack(
    q: Pointer,
    ld: number,
    positions: Pointer,
    rows: number,
    tokens: number,
    keyPanels: Pointer,
    keyColumns: Pointer,
    valueRows: Pointer,
    paddedTokens: number,
    headSize: number,
    distanceSlope: number,
    shares: Pointer,
    slopes: Pointer,
    lds: number,
    stats: Pointer,
    dOut: Pointer,
    dq: Pointer,
    dk: Pointer,
    dv: Pointer,
  ): void;
  surprisalRows(
    logits: Pointer,
    ld: number,
    rows: number,
    columns: number,
    tokens: Pointer,
    places: Pointer,
    out: Pointer,
  ): void;
  surprisalRowsBack(
    logits: Pointer,
    ld: number,
    rows: number,
    columns: number,
    tokens: Pointer,
    places: Pointer,
    slopes: Pointer,
  ): void;
  fillRows(row: Pointer, x: Pointer, rows: number, width: number): void;
  rowDots(
    x: Pointer,
    ld: number,
    weight: Pointer,
    bias: Pointer,
    rows: number,
    width: number,
    out: Pointer,
  ): void;
  addRows(
    x: Pointer,
    ld: number,
    weights: Pointer,
    rows: number,
    width: number,
    out: Pointer,
  ): void;
}

/** Compiled, not yet bound to a memory. */
export interface KernelModules {
  /** For memory of one thread. */
  plain: WebAssembly.Module;
  /** For memory that several threads share. */
  shared: WebAssembly.Module;
  hasMadd: boolean;
}

/** The builds' bytes. */
export interface KernelBytes {
  plain: Uint8Array<ArrayBuffer>;
  plainMadd: Uint8Array<ArrayBuffer>;
  shared: Uint8Array<ArrayBuffer>;
  sharedMadd: Uint8Array<ArrayBuffer>;
}

/** Compiles the build that is fastest here: with fused multiply-add where there is relaxed SIMD. */
export async function compileModules(bytes: KernelBytes): Promise<KernelModules> {
  const hasMadd = WebAssembly.validate(bytes.plainMadd);
  const [plain, shared] = await Promise.all([
    WebAssembly.compile(hasMadd ? bytes.plainMadd : bytes.plain),
    WebAssembly.compile(hasMadd ? bytes.sharedMadd : bytes.shared),
  ]);
  return { plain, shared, hasMadd };
}

/** The kernels over a memory. The module must be the one for that kind of memory. */
export function bindKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}
