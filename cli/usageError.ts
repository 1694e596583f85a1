// Bad arguments or bad input: exit status 2, with every problem named.

export class UsageError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "UsageError";
    this.problems = problems;
  }
}

/** Exit statuses of the command line. */
export const EXIT = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const;
