// A count of things, in words.

/** For example "1 row" or "12,900 rows". */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}
