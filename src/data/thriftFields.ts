// Thrift's compact protocol, in which Parquet writes its footer and page headers, walked with suspicion: a list
// that claims more items than there are bytes would make the Parquet reader allocate until the tab is gone.
// Format: apache/thrift doc/specs/thrift-compact-protocol.md.

/** A struct's fields by number. Texts, lists and 64-bit numbers beyond 2^53 are walked over and left out. */
export type ThriftFields = Map<number, number | ThriftFields>;

const MOST_DEPTH = 32;
const MOST_VARINT_BYTES = 10;
const [STOP, TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, STRUCT] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12,
];

export class ThriftWalker {
  at: number;
  private readonly view: DataView;

  constructor(view: DataView, at = 0) {
    this.view = view;
    this.at = at;
  }

  /** The struct that begins here; `at` is behind it then. Throws an Error in words where it is none. */
  struct(depth = 0): ThriftFields {
    if (depth > MOST_DEPTH) throw new Error("its metadata are nested too deeply");
    const fields: ThriftFields = new Map();
    let id = 0;
    for (;;) {
      const byte = this.byte();
      const type = byte & 15;
      if (type === STOP) return fields;
      id = byte >> 4 === 0 ? this.zigZag() : id + (byte >> 4);
      const value = this.element(type, depth);
      if (value !== null) fields.set(id, value);
    }
  }

  private element(type: number, depth: number): number | ThriftFields | null {
    switch (type) {
      case TRUE:
        return 1;
      case FALSE:
        return 0;
      case BYTE:
        return this.byte();
      case I16:
      case I32:
      case I64:
        return this.zigZag();
      case DOUBLE:
        return this.skip(8);
      case BINARY:
        return this.skip(this.varInt());
      case LIST:
      case SET:
        return this.list(depth);
      case STRUCT:
        return this.struct(depth + 1);
      default:
        throw new Error(`its metadata hold a field of an unknown type (${type})`);
    }
  }

  private list(depth: number): null {
    if (depth > MOST_DEPTH) throw new Error("its metadata are nested too deeply");
    const byte = this.byte();
    const type = byte & 15;
    const count = byte >> 4 === 15 ? this.varInt() : byte >> 4;
    if (count > this.view.byteLength - this.at) {
      throw new Error(
        `its metadata claim a list of ${count.toLocaleString("en-US")} items, more than there are bytes`,
      );
    }
    for (let i = 0; i < count; i++) {
      // Truth values of a list are bytes of their own.
      this.element(type === TRUE || type === FALSE ? BYTE : type, depth + 1);
    }
    return null;
  }

  private byte(): number {
    if (this.at >= this.view.byteLength) throw new Error("its metadata are cut off");
    return this.view.getUint8(this.at++);
  }

  private skip(bytes: number): null {
    if (bytes > this.view.byteLength - this.at) throw new Error("its metadata are cut off");
    this.at += bytes;
    return null;
  }

  private varInt(): number {
    let value = 0;
    for (let i = 0; i < MOST_VARINT_BYTES; i++) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return value;
    }
    throw new Error("its metadata hold a number of more than 64 bits");
  }

  private zigZag(): number {
    const value = this.varInt();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
