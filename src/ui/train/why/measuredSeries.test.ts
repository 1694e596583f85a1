import { expect, test } from "vitest";
import { createRunHistory } from "../../../store/runHistory.ts";
import { measuredSeries } from "./measuredSeries.ts";

test("a line runs through what was measured, at the steps it was measured at", () => {
  const history = createRunHistory(["a"]);
  [null, 0.5, null, -0.25].forEach((cosine, index) => {
    history.append({
      step: index + 1,
      upperStep: index,
      lowerLoss: 0,
      weightedLowerLoss: 0,
      metaLoss: null,
      weights: [1],
      alignment: null,
      cosine: cosine === null ? null : [cosine],
      gradientNorm: null,
      elapsedMs: 0,
    });
  });
  const { steps, values } = measuredSeries(history, (point) => history.cosineAt(point, 0));
  expect([...steps]).toEqual([2, 4]);
  expect([...values]).toEqual([0.5, -0.25]);
  expect(measuredSeries(history, (point) => history.alignmentAt(point, 0)).values).toHaveLength(0);
});
