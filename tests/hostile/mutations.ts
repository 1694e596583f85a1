// What property tests draw from: JSON that aims at readers, and sound files bent a little.
import fc from "fast-check";

/** Words that mean something to a runtime, a page, a spreadsheet or a path. */
const LOADED_WORDS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "length",
  "=1+1",
  "<script>alert(1)</script>",
  "javascript:alert(1)",
  "../../etc/passwd",
  "\ud800",
  "\0",
  "\u202e",
  "ки",
  "Step 1: a\nStep 2: b",
  "Step 1:",
  "Final answer: $$$",
  "\\boxed{",
  "",
  " ",
] as const;
const NUMBERS = [0, -0, -1, 0.5, 1, 1.0001, 2 ** 31, 2 ** 53, 1e308, -1e308, 5e-324] as const;

/** Every field that some reader looks at. */
const FIELDS = [
  ...["id", "sid", "input", "add", "dataset", "accuracy", "score", "times", "true_false", "label"],
  ...["labels", "question", "answer", "candidates", "response", "steps", "problem", "prompt"],
  ...["completions", "task", "image_path", "ground_truth", "step_accuracy", "features", "key"],
  ...["choices", "finish_reason", "chosen_completion", "rating", "text", "correct", "domain"],
] as const;

const word = fc.oneof(
  fc.constantFrom(...LOADED_WORDS),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const scalar = fc.oneof(
  word,
  fc.constantFrom(...NUMBERS),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

/** JSON values whose keys are those that readers look for. */
export const aimedJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), word), tie("value"), { maxKeys: 5 }),
  ),
})).value;

/** An object with one of its fields, at any depth, put to something else or taken away. */
export function bent(rows: readonly Record<string, unknown>[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...rows), fc.nat(), fc.option(aimedJson, { nil: undefined }))
    .map(([row, place, value]) => {
      const copy: unknown = structuredClone(row);
      const places = placesOf(copy);
      const { owner, key } = places[place % places.length]!;
      if (value === undefined) delete owner[key];
      else owner[key] = value;
      return copy;
    });
}

interface Place {
  owner: Record<string, unknown>;
  key: string;
}

function placesOf(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const owner = value as Record<string, unknown>;
  return Object.keys(owner).flatMap((key) => [{ owner, key }, ...placesOf(owner[key])]);
}

/** A file with bytes changed, cut off, doubled or put in. */
export function damaged(
  files: readonly Uint8Array<ArrayBuffer>[],
): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const change = fc.oneof(
    fc.record({ kind: fc.constant("set" as const), at: place, byte: fc.nat(255) }),
    fc.record({ kind: fc.constant("cut" as const), at: place }),
    fc.record({ kind: fc.constant("double" as const), at: place, to: place }),
    fc.record({ kind: fc.constant("put" as const), at: place, byte: fc.nat(255) }),
  );
  return fc
    .tuple(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([file, changes]) => {
      let bytes = [...file];
      for (const one of changes) {
        const at = Math.floor(one.at * bytes.length);
        if (one.kind === "set" && at < bytes.length) bytes[at] = one.byte;
        else if (one.kind === "cut") bytes = bytes.slice(0, at);
        else if (one.kind === "double") {
          bytes.splice(at, 0, ...bytes.slice(at, Math.floor(one.to * bytes.length)));
        } else if (one.kind === "put") bytes.splice(at, 0, one.byte, one.byte, one.byte, one.byte);
      }
      return Uint8Array.from(bytes);
    });
}
