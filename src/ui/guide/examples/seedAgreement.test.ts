import { describe, expect, it } from "vitest";
import { meanAgreement, meanSpread } from "./seedAgreement.ts";

describe("what several seeds say together", () => {
  it("is agreement 1 where they tell the same in other sizes, −1 where the opposite", () => {
    expect(
      meanAgreement([
        [0.5, 1, 1.5],
        [0.8, 1, 1.2],
      ]),
    ).toBeCloseTo(1);
    expect(
      meanAgreement([
        [0.5, 1, 1.5],
        [1.5, 1, 0.5],
      ]),
    ).toBeCloseTo(-1);
  });

  it("is the mean over all pairs", () => {
    const up = [0.5, 1, 1.5];
    const down = [1.5, 1, 0.5];
    expect(meanAgreement([up, up, down])).toBeCloseTo(-1 / 3);
    expect(meanAgreement([up])).toBeNaN();
  });

  it("is a spread from lowest to highest", () => {
    expect(
      meanSpread([
        [0.5, 1, 1.5],
        [0.9, 1, 1.1],
      ]),
    ).toBeCloseTo(0.6);
    expect(meanSpread([])).toBeNaN();
  });
});
