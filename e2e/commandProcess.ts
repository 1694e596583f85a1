// A command of the command line as the specs run it: a process of its own, what it wrote, how it ended.
import { type ChildProcess, spawn } from "node:child_process";

export interface Ended {
  status: number | null;
  out: string;
  err: string;
}

/** Starts a command of the command line with these arguments. */
export function command(
  name: "train" | "score" | "verdict" | "label",
  ...args: string[]
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ["--import", "tsx", `cli/${name}.ts`, ...args]);
  let out = "";
  let err = "";
  child.stdout.on("data", (piece) => {
    out += piece;
  });
  child.stderr.on("data", (piece) => {
    err += piece;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, out, err }));
  });
  return { child, ended };
}

/** Resolves when a command has written this to stderr, or has ended. */
export function saidBy(child: ChildProcess, words: RegExp): Promise<void> {
  return new Promise((resolve) => {
    let err = "";
    child.stderr?.on("data", (piece) => {
      err += piece;
      if (words.test(err)) resolve();
    });
    child.on("close", () => resolve());
  });
}
