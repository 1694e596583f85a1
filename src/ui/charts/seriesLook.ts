// How the three PRMs of a run look in every chart that is not about domains.
import type { PrmRole } from "../../domain/run.ts";
import { t } from "../../strings/strings.ts";
import type { SeriesLook } from "./runSeries.ts";

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

/** @param name another than the role's. */
export function roleLook(role: PrmRole, name: string = t(`charts:roles.${role}`)): SeriesLook {
  return { id: role, name, color: ROLE_COLORS[role], dash: ROLE_DASHES[role] };
}
