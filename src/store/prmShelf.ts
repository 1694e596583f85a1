// The PRMs that the shown one can be compared with: what the worker holds, less the shown one itself.
import type { PrmEntry } from "../domain/evaluation.ts";
import type { InspectState } from "./inspectState.ts";

/** Entries of the shelf besides the shown PRM, whose id is its role. */
export function otherPrms({ shelf, prm }: Pick<InspectState, "shelf" | "prm">): PrmEntry[] {
  return shelf.filter((entry) => entry.id !== prm?.role);
}

/** True where the shown PRM can be compared with this one. */
export function isOnShelf(state: Pick<InspectState, "shelf" | "prm">, id: string): boolean {
  return otherPrms(state).some((entry) => entry.id === id);
}
