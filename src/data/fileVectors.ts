// The vectors of one file while they are read: which prefix each is of, and what was wrong, told once for
// each kind of fault with a count and examples.
import type { DataProblem } from "../domain/problem.ts";
import type { PlacedPrefix } from "./prefixIndex.ts";

const EXAMPLES = 3;
const NAME_CHARS = 80;

type Fault =
  | "unknown"
  | "notFinite"
  | "repeated"
  | "ambiguous"
  | "unnamed"
  | "otherWidth"
  | "noVector";

const FAULTS: Readonly<Record<Fault, { severity: DataProblem["severity"]; says: string }>> = {
  unknown: { severity: "error", says: "vectors that name no step of the data" },
  notFinite: {
    severity: "error",
    says: "vectors left out, since they hold a number that is not finite",
  },
  repeated: {
    severity: "warning",
    says: "vectors of a step that had one before, of which the first is kept",
  },
  ambiguous: {
    severity: "error",
    says: "vectors that fit several chains of the data (name the domain too, or use the keys of chains.jsonl)",
  },
  otherWidth: { severity: "error", says: "vectors not as long as the first one" },
  noVector: { severity: "warning", says: "rows without a vector" },
  unnamed: {
    severity: "error",
    says: "vectors that do not say whose they are (by a key, by id and sid, or by the row's own input and add)",
  },
};

export class FileVectors {
  readonly path: string;
  /** Row of the vector of each prefix. */
  readonly rowOf = new Map<string, number>();
  readonly problems: DataProblem[] = [];
  private readonly placed = new Set<PlacedPrefix>();
  private readonly faults = new Map<Fault, { count: number; examples: string[] }>();

  constructor(path: string) {
    this.path = path;
  }

  has(prefix: PlacedPrefix): boolean {
    return this.placed.has(prefix);
  }

  /** The vector in this row is of this prefix. `name` is how the file names it. */
  place(prefix: PlacedPrefix, row: number, name: string): void {
    if (this.placed.has(prefix)) this.fault("repeated", name);
    // Another chain of the very same content may have had its vector before.
    else if (!this.rowOf.has(prefix.key)) this.rowOf.set(prefix.key, row);
    this.placed.add(prefix);
  }

  fault(kind: Fault, vector: string): void {
    const name = vector.length > NAME_CHARS ? `${vector.slice(0, NAME_CHARS)}…` : vector;
    const known = this.faults.get(kind);
    if (known === undefined) this.faults.set(kind, { count: 1, examples: [name] });
    else {
      known.count++;
      if (known.examples.length < EXAMPLES) known.examples.push(name);
    }
  }

  /** Something wrong with the whole file or one of its tensors or columns. */
  tell(field: string | null, message: string, severity: DataProblem["severity"] = "error"): void {
    this.problems.push({
      ...{ file: this.path, line: null, lineKind: "item", field, message, severity },
    });
  }

  /** All that was wrong; after the last vector. */
  finish(): DataProblem[] {
    for (const [kind, { count, examples }] of this.faults) {
      const { severity, says } = FAULTS[kind];
      const shown = `${examples.join(", ")}${count > examples.length ? ", …" : ""}`;
      this.tell(null, `${says}: ${count.toLocaleString("en-US")} (${shown})`, severity);
    }
    this.faults.clear();
    return this.problems;
  }
}
