// The order of the domain table's rows. A domain keeps its place in the corpus, which is the
// order of the weights, wherever it is shown.
import { TIERS } from "../../domain/chain.ts";
import type { DomainSummary } from "../../domain/summary.ts";

export const DOMAIN_COLUMNS = [
  "place",
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

export interface PlacedDomain {
  place: number;
  domain: DomainSummary;
}

function compare(a: PlacedDomain, b: PlacedDomain, column: DomainColumn): number {
  switch (column) {
    case "place":
      return a.place - b.place;
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

/** Domains with their places, in the order asked for; equal ones by place. */
export function sortDomains(domains: readonly DomainSummary[], order: DomainOrder): PlacedDomain[] {
  const sign = order.isDescending ? -1 : 1;
  return domains
    .map((domain, place) => ({ place, domain }))
    .sort((a, b) => sign * compare(a, b, order.column) || a.place - b.place);
}

/** A click on a column's head: names rise first, numbers fall first; the third click is the file's order again. */
export function nextOrder(order: DomainOrder, column: DomainColumn): DomainOrder {
  const isDescendingFirst = column !== "name" && column !== "tier" && column !== "place";
  if (order.column !== column) return { column, isDescending: isDescendingFirst };
  if (order.isDescending === isDescendingFirst) return { column, isDescending: !isDescendingFirst };
  return { column: "place", isDescending: false };
}
