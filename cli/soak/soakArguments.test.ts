import { expect, test } from "vitest";
import { UsageError } from "../usageError.ts";
import { parseSoakArguments } from "./soakArguments.ts";

test("what is not said is sensible; kills alone need no minutes", () => {
  expect(parseSoakArguments([])).toEqual({
    minutes: 10,
    seed: 1,
    kills: 0,
    backends: ["cpu", "webgpu"],
  });
  expect(parseSoakArguments(["--kills", "50"])).toMatchObject({ minutes: 0, kills: 50 });
  expect(
    parseSoakArguments(["--kills", "5", "--minutes", "0.5", "--backend", "cpu", "--seed", "7"]),
  ).toEqual({ minutes: 0.5, seed: 7, kills: 5, backends: ["cpu"] });
});

test("everything that is wrong is named", () => {
  try {
    parseSoakArguments(["--minutes", "long", "--kills", "1.5", "--backend", "gpu", "stray"]);
    throw new Error("expected a UsageError");
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const problems = error.problems.join("\n");
    for (const named of ["--minutes", "--kills", "--backend", "stray"]) {
      expect(problems).toContain(named);
    }
  }
});
