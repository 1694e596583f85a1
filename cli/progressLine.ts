// Progress on stderr: a bar on a terminal, a plain line now and then elsewhere.
import cliProgress from "cli-progress";

/** On a plain stream a line is written each time this share of the phase is done. */
const LINE_SHARE = 0.1;

export interface ProgressLine {
  /** Shows that `done` of `total` steps of a phase are done, and `rest` behind it. */
  show(phase: string, done: number, total: number, rest: string): void;
  /** Writes a line of text without breaking the bar. */
  log(line: string): void;
  stop(): void;
}

export function createProgressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  return stream.isTTY ? barLine(stream) : plainLine(stream);
}

function barLine(stream: NodeJS.WriteStream): ProgressLine {
  let bar: cliProgress.SingleBar | null = null;
  let current = "";
  const stop = () => {
    bar?.stop();
    bar = null;
    current = "";
  };
  return {
    show(phase, done, total, rest) {
      const payload = { phase: phase.padEnd(12), rest };
      if (phase !== current) {
        stop();
        current = phase;
        bar = new cliProgress.SingleBar(
          { format: "{phase} {bar} {value}/{total} {rest}", stream, hideCursor: true },
          cliProgress.Presets.shades_classic,
        );
        bar.start(total, done, payload);
      } else {
        bar?.setTotal(total);
        bar?.update(done, payload);
      }
    },
    log(line) {
      const shown = current !== "";
      stop();
      stream.write(`${line}\n`);
      if (shown) current = "";
    },
    stop,
  };
}

function plainLine(stream: NodeJS.WriteStream): ProgressLine {
  let current = "";
  let nextShare = 0;
  return {
    show(phase, done, total, rest) {
      const share = total > 0 ? done / total : 0;
      if (phase !== current) {
        current = phase;
        nextShare = 0;
      }
      if (share < nextShare) return;
      nextShare =
        share >= 1 ? Number.POSITIVE_INFINITY : Math.floor(share / LINE_SHARE + 1) * LINE_SHARE;
      stream.write(`${phase}: ${done}/${total} ${rest}\n`);
    },
    log(line) {
      stream.write(`${line}\n`);
    },
    stop() {},
  };
}

/** For example "812.0 steps/s, 1 min 5 s left"; empty where the pace is not known. */
export function paceWords(done: number, total: number, stepsPerSecond: number | null): string {
  if (stepsPerSecond === null || !(stepsPerSecond > 0)) return "";
  const pace = `${stepsPerSecond.toFixed(1)} steps/s`;
  return done < total ? `${pace}, ${timeLeft((total - done) / stepsPerSecond)}` : pace;
}

/** For example "1 min 5 s left". */
export function timeLeft(secondsLeft: number): string {
  const seconds = Math.round(secondsLeft);
  const words =
    seconds >= 60 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${seconds} s`;
  return `${words} left`;
}
