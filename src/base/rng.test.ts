import { describe, expect, it } from "vitest";
import { createRng } from "./rng.ts";

describe("rng", () => {
  it("same seed, same stream; forks depend on seed and label only", () => {
    const a = createRng(7);
    const b = createRng(7);
    a.next();
    expect(a.fork("x").next()).toBe(b.fork("x").next());
    expect(b.fork("x").next()).not.toBe(b.fork("y").next());
    expect(createRng(7).next()).not.toBe(createRng(8).next());
  });

  it("is uniform and normal to within sampling error", () => {
    const rng = createRng(1);
    const n = 200_000;
    let sum = 0;
    let squares = 0;
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < n; i++) {
      const z = rng.normal();
      sum += z;
      squares += z * z;
      bins[rng.below(10)]! += 1;
    }
    expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(squares / n - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    for (const count of bins)
      expect(Math.abs(count - n / 10)).toBeLessThan(5 * Math.sqrt(n * 0.09));
  });

  it("shuffles every element to every place", () => {
    const rng = createRng(2);
    const seen = new Set<string>();
    for (let i = 0; i < 300; i++) seen.add(rng.shuffle([1, 2, 3]).join(""));
    expect(seen.size).toBe(6);
    expect(() => rng.pick([])).toThrow(RangeError);
  });
});
