import { expect, it } from "vitest";
import { compareLosses } from "./agreement.ts";
import type { LossStretch } from "./peers/peer.ts";

const every = (length: number, losses: readonly number[]): LossStretch[] => {
  const stretches = [];
  for (let i = 0; i < losses.length; i += length) {
    const part = losses.slice(i, i + length);
    stretches.push({ steps: part.length, sum: part.reduce((sum, loss) => sum + loss, 0) });
  }
  return stretches;
};
const LOSSES = [0.3, 0.29, 0.27, 0.28, 0.25, 0.24];

it("peers that read their losses back at different intervals can agree", () => {
  const { faults, differences } = compareLosses([
    { name: "a", losses: every(1, LOSSES) },
    { name: "b", losses: every(3, LOSSES) },
    { name: "c", losses: every(1, LOSSES.slice(0, 2)) },
  ]);
  expect(faults).toEqual([]);
  expect(differences.map(({ steps }) => steps)).toEqual([6, 2]);
});

it("says who differs, in whichever stretch", () => {
  const wrong = [...LOSSES.slice(0, 5), 0.25];
  const { faults } = compareLosses([
    { name: "a", losses: every(2, LOSSES) },
    { name: "good", losses: every(2, LOSSES) },
    { name: "bad", losses: every(2, wrong) },
  ]);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(/^bad differs from a by 2\.0e-2 .* within 6 steps/);
});

it("a loss that is no number, and peers with no readback in common, are faults", () => {
  const { faults } = compareLosses([
    { name: "a", losses: every(2, LOSSES) },
    { name: "nan", losses: every(2, [...LOSSES.slice(0, 2), Number.NaN, 1, 0.25, 0.24]) },
    { name: "apart", losses: every(5, LOSSES.slice(0, 5)) },
  ]);
  expect(faults).toHaveLength(2);
  expect(faults[0]).toMatch(/^nan differs/);
  expect(faults[1]).toMatch(/^apart read no loss back/);
});
