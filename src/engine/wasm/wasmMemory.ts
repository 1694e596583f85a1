// The memory kernels work in: blocks handed out from one WebAssembly.Memory, given back by size. Blocks
// start on 64 bytes. Memory only grows when nothing fits, which after the first steps is never.

const PAGE = 65_536;
const ALIGNMENT = 64;
/** Address 0 means none. */
const FIRST_ADDRESS = 1024;
const MOST_PAGES = 65_536;

/** A piece of the memory. */
export interface MemoryBlock {
  /** Address of the first byte. */
  readonly at: number;
  readonly bytes: number;
}

/** The numbers in a memory, in place. Views are only good until the memory grows. */
export class MemoryViews {
  readonly memory: WebAssembly.Memory;
  private buffer: ArrayBufferLike;
  private floats: Float32Array;
  private ints: Int32Array;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.buffer = memory.buffer;
    this.floats = new Float32Array(this.buffer);
    this.ints = new Int32Array(this.buffer);
  }

  /** The whole memory as float32. */
  get f32(): Float32Array {
    this.refresh();
    return this.floats;
  }

  /** The whole memory as int32. */
  get i32(): Int32Array {
    this.refresh();
    return this.ints;
  }

  private refresh(): void {
    const { buffer } = this.memory;
    if (buffer === this.buffer) return;
    this.buffer = buffer;
    this.floats = new Float32Array(buffer);
    this.ints = new Int32Array(buffer);
  }
}

export class WasmMemory extends MemoryViews {
  private next = FIRST_ADDRESS;
  private readonly free = new Map<number, number[]>();

  /**
   * bytes: what is certain to be needed. Throws a RangeError where the browser has not that much.
   * Shared memory reserves room to grow to four times as much, and 256 MB at least.
   */
  constructor(bytes: number, isShared: boolean) {
    const initial = pagesOf(FIRST_ADDRESS + bytes);
    const maximum = Math.min(MOST_PAGES, Math.max(4 * initial, 4096));
    if (initial > MOST_PAGES) throw new RangeError(`${bytes} bytes are more than WebAssembly has`);
    super(new WebAssembly.Memory(isShared ? { initial, maximum, shared: true } : { initial }));
  }

  /** Bytes taken from the system. */
  get byteLength(): number {
    return this.memory.buffer.byteLength;
  }

  /** A block of at least one byte, contents unspecified. Throws a RangeError where there is no more. */
  allocate(bytes: number): MemoryBlock {
    const size = blockSize(bytes);
    const reused = this.free.get(size)?.pop();
    if (reused !== undefined) return { at: reused, bytes: size };
    const at = this.next;
    const missing = at + size - this.byteLength;
    if (missing > 0) {
      // A quarter more at a time, so that the first steps do not grow it block by block.
      this.memory.grow(Math.max(pagesOf(missing), Math.ceil(this.byteLength / PAGE / 4)));
    }
    this.next = at + size;
    return { at, bytes: size };
  }

  /** Takes a block back. */
  release(block: MemoryBlock): void {
    const list = this.free.get(block.bytes);
    if (list) list.push(block.at);
    else this.free.set(block.bytes, [block.at]);
  }

  /** Takes everything back at once. */
  reset(): void {
    this.next = FIRST_ADDRESS;
    this.free.clear();
  }

  /** A block that holds the values. */
  storeInts(values: Int32Array): MemoryBlock {
    const block = this.allocate(values.byteLength);
    this.i32.set(values, block.at / 4);
    return block;
  }

  /** A block that holds the values. */
  storeFloats(values: ArrayLike<number>): MemoryBlock {
    const block = this.allocate(4 * values.length);
    this.f32.set(values, block.at / 4);
    return block;
  }
}

/** Eight sizes to each doubling, so that batches of varying length reuse each other's blocks. */
function blockSize(bytes: number): number {
  const unit = 2 ** Math.max(0, Math.ceil(Math.log2(bytes)) - 4);
  return roundUp(Math.max(bytes, 1), Math.max(unit, ALIGNMENT));
}

export function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / PAGE);
}
