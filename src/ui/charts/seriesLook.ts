// How the three PRMs of a run look in every chart that is not about domains.
import type { PrmRole } from "../../domain/run.ts";

export const ROLE_COLORS: Record<PrmRole, string> = {
  main: "var(--accent)",
  retrained: "var(--positive)",
  vanilla: "var(--text-muted)",
};

export const ROLE_DASHES: Record<PrmRole, string> = {
  main: "none",
  retrained: "6 3",
  vanilla: "2 2",
};

export const ROLE_NAMES: Record<PrmRole, string> = {
  main: "run",
  retrained: "retrained",
  vanilla: "vanilla",
};
