// Rows of a file whose fields a person has named: each row as the format has it. Fields inside objects and
// lists are named by dotted paths ("meta.question", "messages.0.content").
import type { FieldMapping } from "../domain/fieldMapping.ts";
import { type FieldKind, FORMAT_FIELDS } from "./formatFields.ts";
import { rowObject } from "./rowObject.ts";

/** Why no row can be read so, in words; null where it can. */
export function mappingFault({ format, fields }: FieldMapping): string | null {
  const known = FORMAT_FIELDS[format];
  const unknown = Object.keys(fields).find((name) => !known.some((field) => field.name === name));
  if (unknown !== undefined)
    return `the mapping names “${unknown}”, which is no field of the format`;
  const isMapped = (name: string) => (fields[name] ?? "") !== "";
  const missing = known.filter(
    ({ name, isRequired, orElse }) =>
      isRequired && !isMapped(name) && !(orElse?.every(isMapped) ?? false),
  );
  if (missing.length === 0) return null;
  const names = missing.map(({ name, orElse }) =>
    orElse === undefined ? name : `${name} (or ${orElse.join(" and ")})`,
  );
  return `no column is said to be ${names.join(", nor ")}`;
}

/** The row with the format's fields; one whose column the row lacks is left out. */
export function applyMapping(
  row: Record<string, unknown>,
  { format, fields }: FieldMapping,
): Record<string, unknown> {
  const mapped: Record<string, unknown> = {};
  for (const { name, kind } of FORMAT_FIELDS[format]) {
    const column = fields[name];
    if (column === undefined || column === "") continue;
    const value = valueAt(row, column);
    if (value !== undefined) setAt(mapped, name, turned(value, kind));
  }
  return mapped;
}

/** What stands at a dotted path; a field of that very name goes before. Undefined where there is nothing. */
export function valueAt(row: unknown, path: string): unknown {
  const object = rowObject(row);
  if (object !== null && Object.hasOwn(object, path)) return object[path];
  const dot = path.indexOf(".");
  const [head, rest] = dot < 0 ? [path, null] : [path.slice(0, dot), path.slice(dot + 1)];
  let value: unknown;
  if (Array.isArray(row)) value = /^\d+$/.test(head) ? row[Number(head)] : undefined;
  else if (object !== null && Object.hasOwn(object, head)) value = object[head];
  return rest === null || value === undefined ? value : valueAt(value, rest);
}

function setAt(row: Record<string, unknown>, path: string, value: unknown): void {
  const dot = path.indexOf(".");
  if (dot < 0) {
    row[path] = value;
    return;
  }
  const head = path.slice(0, dot);
  const inner = rowObject(row[head]) ?? {};
  row[head] = inner;
  setAt(inner, path.slice(dot + 1), value);
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...["true", "yes", "correct", "right", "+", "1"].map((word) => [word, true] as const),
  ...["false", "no", "incorrect", "wrong", "-", "0"].map((word) => [word, false] as const),
]);
/** No number that a label could be is longer. */
const MAX_NUMBER_CHARS = 400;

/** The value as the kind of field has it, where it plainly is the same; otherwise as it is, to be reported. */
function turned(value: unknown, kind: FieldKind): unknown {
  if (kind === "text") return typeof value === "number" ? String(value) : value;
  if (kind === "flag") {
    if (value === 0 || value === 1) return value === 1;
    return typeof value === "string" ? (FLAGS.get(value.trim().toLowerCase()) ?? value) : value;
  }
  if (kind === "number") {
    if (typeof value === "boolean") return Number(value);
    if (typeof value !== "string" || value.length > MAX_NUMBER_CHARS) return value;
    if (/^\s*-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?\s*$/i.test(value)) {
      return Number(value);
    }
  }
  return value;
}
