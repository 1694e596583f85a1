import { expect, test } from "vitest";
import type { DomainSummary } from "../../domain/summary.ts";
import { type DomainOrder, nextOrder, sortDomains } from "./sortDomains.ts";

function domain(name: string, rows: number, meanAccuracy: number): DomainSummary {
  return {
    name,
    rows,
    meanAccuracy,
    isEnabled: true,
    tier: null,
    chains: 0,
    meanSteps: 0,
    histogram: [],
    badRows: 0,
    imageChains: 0,
    imageChainsFound: 0,
    sampleImages: [],
  };
}

const domains = [domain("b10", 5, 0.5), domain("b9", 9, Number.NaN), domain("a", 5, 0.1)];
const names = (order: DomainOrder) => sortDomains(domains, order).map((row) => row.domain.name);

test("rows keep their place wherever they stand", () => {
  expect(sortDomains(domains, { column: "name", isDescending: false })).toMatchObject([
    { place: 2, domain: { name: "a" } },
    { place: 1, domain: { name: "b9" } },
    { place: 0, domain: { name: "b10" } },
  ]);
});

test("equal rows stay in corpus order in both directions", () => {
  expect(names({ column: "rows", isDescending: false })).toEqual(["b10", "a", "b9"]);
  expect(names({ column: "rows", isDescending: true })).toEqual(["b9", "b10", "a"]);
});

test("a domain without a mean goes below any number", () => {
  expect(names({ column: "meanAccuracy", isDescending: false })).toEqual(["b9", "a", "b10"]);
  expect(names({ column: "meanAccuracy", isDescending: true })).toEqual(["b10", "a", "b9"]);
});

test("clicks on a head go round: down, up, corpus order", () => {
  let order: DomainOrder = { column: "place", isDescending: false };
  order = nextOrder(order, "rows");
  expect(order).toEqual({ column: "rows", isDescending: true });
  order = nextOrder(order, "rows");
  expect(order).toEqual({ column: "rows", isDescending: false });
  order = nextOrder(order, "rows");
  expect(order).toEqual({ column: "place", isDescending: false });
  expect(nextOrder(order, "name")).toEqual({ column: "name", isDescending: false });
});
