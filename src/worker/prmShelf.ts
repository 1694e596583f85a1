// The PRMs that can be evaluated and compared: those of the present run, by role, and saved ones that the
// page put beside them. Snapshots of φ on the CPU, so that nothing here disturbs a training.
import { StudioError } from "../base/errors.ts";
import type { PrmEntry } from "../domain/evaluation.ts";
import { PRM_ROLES, type PrmRole } from "../domain/run.ts";
import { hidingPictures } from "../engine/encoders/prmEncoder.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";

/** The same PRM, from which the images are hidden when it scores. */
export function withoutPictures(prm: SavedPrm): SavedPrm {
  return { ...prm, encoder: hidingPictures(prm.encoder) };
}

const ROLE_LABELS: Record<PrmRole, string> = {
  main: "This run",
  retrained: "Retrained, learned weights",
  vanilla: "Vanilla",
};

interface Shelved {
  label: string;
  prm: SavedPrm;
}

export class PrmShelf {
  private readonly shelved = new Map<string, Shelved>();
  private readonly onChange: (prms: PrmEntry[]) => void;

  constructor(onChange: (prms: PrmEntry[]) => void) {
    this.onChange = onChange;
  }

  /** The run's own first, in the order of their roles. */
  get entries(): PrmEntry[] {
    const ids = [...this.shelved.keys()];
    const own = PRM_ROLES.filter((role) => this.shelved.has(role));
    const kept = ids.filter((id) => !PRM_ROLES.some((role) => role === id));
    return [...own, ...kept].map((id) => {
      const { label, prm } = this.require(id);
      return { id, label, step: prm.step };
    });
  }

  get(id: string): SavedPrm | null {
    return this.shelved.get(id)?.prm ?? null;
  }

  /** Throws StudioError("state") where there is none of this id. */
  require(id: string): Shelved {
    const found = this.shelved.get(id);
    if (found) return found;
    throw new StudioError(
      "state",
      `There is no PRM “${id}” to look at`,
      "Train, retrain, or choose a kept run.",
    );
  }

  /** The run's PRM of this role as it is now. Told to the page by `announce`, not at every snapshot. */
  putRole(role: PrmRole, prm: SavedPrm): void {
    this.shelved.set(role, { label: ROLE_LABELS[role], prm });
  }

  put(id: string, label: string, prm: SavedPrm): void {
    this.shelved.set(id, { label, prm });
    this.announce();
  }

  remove(id: string): void {
    if (this.shelved.delete(id)) this.announce();
  }

  /** Takes away the present run's PRMs. */
  clearRoles(): void {
    let isChanged = false;
    for (const role of PRM_ROLES) isChanged = this.shelved.delete(role) || isChanged;
    if (isChanged) this.announce();
  }

  announce(): void {
    this.onChange(this.entries);
  }
}
