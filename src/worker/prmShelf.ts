// The PRMs that can be evaluated and compared: those of the present run, by role, and saved ones that the
// page put beside them. Snapshots of φ on the CPU, so that nothing here disturbs a training.
import { StudioError } from "../base/errors.ts";
import { BLIND_ID, type PrmEntry } from "../domain/evaluation.ts";
import { PRM_ROLES, type PrmRole } from "../domain/run.ts";
import { hidingPictures } from "../engine/encoders/prmEncoder.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";

const blindTwins = new WeakMap<SavedPrm, SavedPrm>();

/** The same PRM, from which the images are hidden when it scores; the same object for the same PRM. */
export function withoutPictures(prm: SavedPrm): SavedPrm {
  let blind = blindTwins.get(prm);
  if (!blind) {
    blind = { ...prm, encoder: hidingPictures(prm.encoder) };
    blindTwins.set(prm, blind);
  }
  return blind;
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
  private readonly hasImages: () => boolean;

  /** `hasImages`: whether the corpus has any; then the run's PRM can be looked at without them. */
  constructor(onChange: (prms: PrmEntry[]) => void, hasImages: () => boolean = () => false) {
    this.onChange = onChange;
    this.hasImages = hasImages;
  }

  /** The run's own first, in the order of their roles. */
  get entries(): PrmEntry[] {
    const ids = [...this.shelved.keys()];
    const own = PRM_ROLES.filter((role) => this.shelved.has(role));
    const kept = ids.filter((id) => !PRM_ROLES.some((role) => role === id));
    const blind = this.get(BLIND_ID) ? [BLIND_ID] : [];
    return [...own, ...blind, ...kept].map((id) => {
      const { label, prm } = this.require(id);
      return { id, label, step: prm.step };
    });
  }

  get(id: string): SavedPrm | null {
    return this.find(id)?.prm ?? null;
  }

  private find(id: string): Shelved | null {
    if (id !== BLIND_ID) return this.shelved.get(id) ?? null;
    const main = this.shelved.get("main");
    if (!main || main.prm.encoder.config.blind || !this.hasImages()) return null;
    const prm = withoutPictures(main.prm);
    // A head on vectors has no pictures to hide.
    return prm.encoder === main.prm.encoder ? null : { label: `${main.label}, images hidden`, prm };
  }

  /** Throws StudioError("state") where there is none of this id. */
  require(id: string): Shelved {
    const found = this.find(id);
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
