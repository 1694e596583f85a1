// A value from a file, in a few words for a message. Never recurses: files may nest a million deep.
import { NON_NUMBER_MARK } from "./parseJson.ts";

const MAX_SHOWN = 40;

/** For example: 1.7, NaN, the text "0.5", true, null, a list of 3, an object. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") {
    if (value.startsWith(NON_NUMBER_MARK)) return value.slice(NON_NUMBER_MARK.length);
    const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
    return `the text ${JSON.stringify(shown)}`;
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === undefined) return "nothing";
  if (value !== null && typeof value === "object") return "an object";
  return String(value);
}
