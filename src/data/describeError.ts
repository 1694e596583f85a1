// What a library threw, in one short line.

const MOST_CHARACTERS = 160;

/** The message of an error, shortened. */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.length > MOST_CHARACTERS ? `${message.slice(0, MOST_CHARACTERS)}…` : message;
}
