// The order of the domain table's rows. A domain keeps its slot (its place in the corpus, so its
// colour and its weight) wherever it is shown.
import { TIERS } from "../../domain/chain.ts";
import type { DomainSummary } from "../../domain/summary.ts";

export const DOMAIN_COLUMNS = [
  "slot",
  "name",
  "tier",
  "rows",
  "chains",
  "meanSteps",
  "meanAccuracy",
  "badRows",
] as const;
export type DomainColumn = (typeof DOMAIN_COLUMNS)[number];

export interface DomainOrder {
  column: DomainColumn;
  isDescending: boolean;
}

export interface SlottedDomain {
  slot: number;
  domain: DomainSummary;
}

function compare(a: SlottedDomain, b: SlottedDomain, column: DomainColumn): number {
  switch (column) {
    case "slot":
      return a.slot - b.slot;
    case "name":
      return a.domain.name.localeCompare(b.domain.name, undefined, { numeric: true });
    case "tier":
      return tierRank(a.domain) - tierRank(b.domain);
    default: {
      const x = a.domain[column];
      const y = b.domain[column];
      // An empty domain has no mean: NaN goes first, as less than any number.
      if (Number.isNaN(x) || Number.isNaN(y))
        return Number(Number.isNaN(y)) - Number(Number.isNaN(x));
      return x - y;
    }
  }
}

function tierRank(domain: DomainSummary): number {
  return domain.tier === null ? TIERS.length : TIERS.indexOf(domain.tier);
}

/** Domains with their slots, in the order asked for; equal ones by slot. */
export function sortDomains(
  domains: readonly DomainSummary[],
  order: DomainOrder,
): SlottedDomain[] {
  const sign = order.isDescending ? -1 : 1;
  return domains
    .map((domain, slot) => ({ slot, domain }))
    .sort((a, b) => sign * compare(a, b, order.column) || a.slot - b.slot);
}

/** A click on a column's head: names rise first, numbers fall first; the third click is the file's order again. */
export function nextOrder(order: DomainOrder, column: DomainColumn): DomainOrder {
  const isDescendingFirst = column !== "name" && column !== "tier" && column !== "slot";
  if (order.column !== column) return { column, isDescending: isDescendingFirst };
  if (order.isDescending === isDescendingFirst) return { column, isDescending: !isDescendingFirst };
  return { column: "slot", isDescending: false };
}
