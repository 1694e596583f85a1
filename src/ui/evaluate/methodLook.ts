// How a way of choosing is drawn: a PRM by its own colour, in best-of-N a full line and in votes a dashed
// one; what needs no PRM in quieter colours.
import type { EvaluationReport, MethodCurve } from "../../domain/evaluation.ts";
import { PRM_ROLES } from "../../domain/run.ts";
import { ROLE_COLORS } from "../charts/seriesLook.ts";
import { domainColor } from "../theme/domainColor.ts";

export interface MethodLook {
  color: string;
  dash: string;
  width: number;
}

/** Kept PRMs take colours that are far from those of the run's own. */
const KEPT_SLOTS = [12, 13, 1, 8, 7, 5] as const;

/** Colour of a PRM among those compared. */
export function prmColor(prmId: string, prms: EvaluationReport["prms"]): string {
  const role = PRM_ROLES.find((own) => own === prmId);
  if (role !== undefined) return ROLE_COLORS[role];
  const kept = prms.filter(({ id }) => !PRM_ROLES.some((own) => own === id));
  const place = Math.max(
    0,
    kept.findIndex(({ id }) => id === prmId),
  );
  return domainColor(KEPT_SLOTS[place % KEPT_SLOTS.length] ?? 0);
}

export function methodLook(curve: MethodCurve, prms: EvaluationReport["prms"]): MethodLook {
  switch (curve.kind) {
    case "bestOf":
      return { color: prmColor(curve.prmId ?? "", prms), dash: "none", width: 2.25 };
    case "weightedVote":
      return { color: prmColor(curve.prmId ?? "", prms), dash: "5 3", width: 1.75 };
    case "majority":
      return { color: "var(--warning)", dash: "none", width: 1.75 };
    case "style":
      return { color: "var(--domain-12)", dash: "2 3", width: 1.75 };
    case "random":
      return { color: "var(--text-faint)", dash: "2 3", width: 1.5 };
    case "oracle":
      return { color: "var(--border-strong)", dash: "8 4", width: 1.5 };
    default:
      return curve.kind satisfies never;
  }
}

/** Drawn unless switched off; the rest is a click away. */
export function isDrawnAtFirst(curve: MethodCurve): boolean {
  return curve.kind === "bestOf" || curve.kind === "majority" || curve.kind === "random";
}
