// Errors a person is meant to read. They carry a stable code and a hint, and cross the worker as data.

/** "full": the browser has no room left to keep something. "worker": the training worker as a whole is gone. "numbers": a loss, gradient or weight is no longer finite. */
export type ErrorCode =
  | "config"
  | "data"
  | "device"
  | "state"
  | "full"
  | "worker"
  | "numbers"
  | "cancelled"
  | "internal";

/** What crosses the worker boundary in place of an Error. */
export interface ErrorReport {
  code: ErrorCode;
  /** What went wrong, naming the offending value. */
  message: string;
  /** What to do about it; empty when there is nothing sensible to say. */
  hint: string;
}

export class StudioError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  constructor(code: ErrorCode, message: string, hint = "") {
    super(message);
    this.name = "StudioError";
    this.code = code;
    this.hint = hint;
  }
}

export function toErrorReport(error: unknown): ErrorReport {
  if (error instanceof StudioError) {
    return { code: error.code, message: error.message, hint: error.hint };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "internal", message, hint: "This is a bug in the app; please report it." };
}
