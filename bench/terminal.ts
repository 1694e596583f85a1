// What a benchmark run tells on stderr: lines to keep with the seconds gone, and on a terminal one line
// that says what is being done.
import type { Progress } from "./alternate.ts";

export function createTerminal(stream: NodeJS.WriteStream = process.stderr): Progress {
  const startedAt = performance.now();
  const clear = stream.isTTY ? "\r\x1b[2K" : "";
  const stamped = (line: string) => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    return `${clear}${String(seconds).padStart(4)} s  ${line}`;
  };
  return {
    log: (line) => {
      stream.write(`${stamped(line)}\n`);
    },
    progress: (line) => {
      if (stream.isTTY) stream.write(stamped(line).slice(0, (stream.columns ?? 80) + clear.length));
    },
  };
}
