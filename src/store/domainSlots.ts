// Which colour slot a domain has. A domain keeps its slot as long as it exists, so that its colour
// is the same in every view and does not change when others are switched off, renamed or merged.

export type DomainSlots = Readonly<Record<string, number>>;

/**
 * Slots for the given domain names: names known before keep theirs, new
 * ones take the lowest free slot in order (so a renamed domain takes the slot it gave up).
 * Returns `before` itself when nothing changes.
 */
export function assignDomainSlots(before: DomainSlots, names: readonly string[]): DomainSlots {
  // Without a prototype: a domain may be called “constructor”, and views look for names that are not there.
  const after: Record<string, number> = Object.create(null);
  const taken = new Set<number>();
  for (const name of names) {
    const slot = Object.hasOwn(before, name) ? before[name] : undefined;
    if (slot !== undefined) {
      after[name] = slot;
      taken.add(slot);
    }
  }
  let next = 0;
  for (const name of names) {
    if (Object.hasOwn(after, name)) continue;
    while (taken.has(next)) next++;
    after[name] = next;
    taken.add(next);
  }
  const isSame =
    Object.keys(before).length === Object.keys(after).length &&
    Object.entries(after).every(([name, slot]) => before[name] === slot);
  return isSame ? before : after;
}
