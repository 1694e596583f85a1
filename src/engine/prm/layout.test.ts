import { expect, it } from "vitest";
import { parameterCount } from "../../domain/parameterCount.ts";
import { defaultRunConfig, parseRunConfig } from "../../domain/runConfig.ts";
import { prmLayout } from "./layout.ts";

it("has as many parameters as the form says", () => {
  for (const encoder of [
    defaultRunConfig("lexical").encoder,
    defaultRunConfig("transformer").encoder,
    parseRunConfig({ encoder: { kind: "lexical", buckets: 100, embedding: 7, hidden: 5 } }).encoder,
    parseRunConfig({
      encoder: { kind: "transformer", vocabulary: 300, layers: 3, width: 48, heads: 2 },
    }).encoder,
  ]) {
    expect(parameterCount(encoder)).toBe(prmLayout(encoder).size);
  }
});
