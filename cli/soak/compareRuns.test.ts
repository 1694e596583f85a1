import { expect, test } from "vitest";
import { someRunFile } from "../../src/domain/keptRunFixture.ts";
import { differencesOf, type ExportedRun, weightDistance } from "./compareRuns.ts";

const exported = (change: (of: ExportedRun) => void = () => {}): ExportedRun => {
  const made = structuredClone({
    run: someRunFile({ seed: 3 }),
    prm: new Uint8Array([1, 2, 3]),
    scores: "{}\n",
  });
  change(made);
  return made;
};

test("time alone is no difference", () => {
  const slower = exported(({ run }) => {
    for (const record of run.history) record.elapsedMs += 500;
    run.timing.stepsPerSecond /= 2;
    run.createdAt = "2030-01-01T00:00:00.000Z";
  });
  expect(differencesOf(slower, exported())).toEqual([]);
});

test("whatever else differs is named", () => {
  const other = exported(({ run, prm }) => {
    run.history.at(-1)!.weights[0]! += 1e-12;
    const [domain = ""] = Object.keys(run.finalWeights);
    run.finalWeights[domain]! *= 1.5;
    prm[1] = 9;
  });
  const differences = differencesOf(other, exported()).join("; ");
  for (const named of ["history from step", "(weights: ", "final weights", "prm.safetensors"]) {
    expect(differences).toContain(named);
  }
  expect(weightDistance(other, exported())).toBeCloseTo(0.5, 6);
  const shorter = exported(({ run }) => void run.history.pop());
  expect(differencesOf(shorter, exported()).join()).toContain("points, should have");
});
