// Arguments of npm run soak.
import { Command } from "commander";
import { parseOptions, plainCommand } from "../parseOptions.ts";
import { UsageError } from "../usageError.ts";

export const SOAK_BACKENDS = ["cpu", "webgpu"] as const;
export type SoakBackend = (typeof SOAK_BACKENDS)[number];

export interface SoakPlan {
  /** Minutes of disturbed training on all backends together; 0: none. */
  minutes: number;
  /** What happens when. */
  seed: number;
  /** Times that renderer or browser is killed in one training; 0: no such training. */
  kills: number;
  backends: readonly SoakBackend[];
}

const DEFAULT_MINUTES = 10;
const MOST_MINUTES = 24 * 60;
const MOST_KILLS = 1000;

interface Flags {
  minutes?: string;
  seed?: string;
  kills?: string;
  backend?: string;
}

/** Throws UsageError naming everything that is wrong; null when only help was asked for. */
export function parseSoakArguments(argv: readonly string[]): SoakPlan | null {
  const command = plainCommand(
    new Command("npm run soak --"),
    "Trains in a browser while pausing, editing, reloading and killing at random, and compares with an undisturbed run.",
  )
    .option(
      "--minutes <m>",
      `minutes of disturbed training (${DEFAULT_MINUTES}; none with --kills alone)`,
    )
    .option("--seed <s>", "what happens when is drawn from it (1)")
    .option("--kills <n>", "one training in which renderer or browser are killed n times (0: none)")
    .option("--backend <b>", `${SOAK_BACKENDS.join(", ")} or both (both)`);
  const parsed = parseOptions<Flags>(command, argv);
  if (parsed === null) return null;
  const { flags, problems } = parsed;
  const numberOf = (name: keyof Flags, most: number, isWhole: boolean): number | null => {
    const text = flags[name];
    if (text === undefined) return null;
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!(value >= 0 && value <= most) || (isWhole && !Number.isInteger(value))) {
      problems.push(
        `--${name} must be ${isWhole ? "a whole number" : "a number"} from 0 to ${most}, got "${text}"`,
      );
    }
    return value;
  };
  const kills = numberOf("kills", MOST_KILLS, true) ?? 0;
  const minutes = numberOf("minutes", MOST_MINUTES, false) ?? (kills > 0 ? 0 : DEFAULT_MINUTES);
  const seed = numberOf("seed", Number.MAX_SAFE_INTEGER, true) ?? 1;
  const { backend = "both" } = flags;
  const backends = SOAK_BACKENDS.filter((name) => backend === "both" || backend === name);
  if (backends.length === 0) {
    problems.push(`--backend must be ${SOAK_BACKENDS.join(", ")} or both, got "${backend}"`);
  }
  if (problems.length > 0) throw new UsageError(problems);
  return { minutes, seed, kills, backends };
}
