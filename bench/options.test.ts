import { expect, it } from "vitest";
import { UsageError } from "../cli/usageError.ts";
import { benchOptions } from "./options.ts";

it("a whole run writes the README, a shortened one does not", () => {
  expect(benchOptions([]).writesReadme).toBe(true);
  for (const args of [["--quick"], ["--only", "lexical"], ["--peers", "ours"], ["--no-readme"]]) {
    expect(benchOptions(args).writesReadme).toBe(false);
  }
  expect(benchOptions(["--peers", "ours,jax", "--json", "x.json"])).toMatchObject({
    families: ["ours", "jax"],
    encoders: ["lexical", "transformer", "frozen"],
    json: "x.json",
  });
});

it("names what it does not know", () => {
  expect(() => benchOptions(["--only", "lexical,bert"])).toThrow(UsageError);
  expect(() => benchOptions(["--only", "lexical,bert"])).toThrow(/bert.*lexical, transformer/);
  expect(() => benchOptions(["--fast"])).toThrow(/--fast/);
});
