import { describe, expect, it } from "vitest";
import { defaultRunConfig } from "../src/domain/runConfig.ts";
import { splitSettings, sweepCombinations } from "./sweepSettings.ts";

const config = defaultRunConfig();

function combinations(...settings: string[]) {
  const problems: string[] = [];
  const variants = sweepCombinations(config, splitSettings(settings).swept, problems);
  return { variants, problems };
}

describe("what is a list", () => {
  it("is a value with a comma", () => {
    expect(splitSettings(["lower.steps=10, 20", "seed=3", "nonsense", "a,b"])).toEqual({
      single: ["seed=3", "nonsense", "a,b"],
      swept: [{ key: "lower.steps", values: "10, 20" }],
    });
  });

  it("is not JSON with commas inside, nor a domain's name with one", () => {
    const single = [
      'fixedWeights={"a":1,"b":2}',
      'fixedWeights={"a":1,',
      "lower=[1,2]",
      'mode="a,b"',
      "fixedWeights.charts, old=1.5",
    ];
    expect(splitSettings(single)).toEqual({ single, swept: [] });
  });
});

describe("combinations", () => {
  it("are all of them, the last key fastest, in words", () => {
    const { variants, problems } = combinations("upper.unroll=5,15", "lower.steps=10,20,30");
    expect(problems).toEqual([]);
    expect(variants.map((variant) => variant.label)).toEqual([
      "upper.unroll 5, lower.steps 10",
      "upper.unroll 5, lower.steps 20",
      "upper.unroll 5, lower.steps 30",
      "upper.unroll 15, lower.steps 10",
      "upper.unroll 15, lower.steps 20",
      "upper.unroll 15, lower.steps 30",
    ]);
    expect(variants[5]?.config).toEqual({
      ...config,
      upper: { ...config.upper, unroll: 15 },
      lower: { ...config.lower, steps: 30 },
    });
  });

  it("are the config alone where nothing is swept", () => {
    expect(combinations("lower.steps=3").variants).toEqual([
      { label: "bilevel", config, responses: "steps" },
    ]);
  });

  it("name every value at fault, each once", () => {
    const { problems } = combinations(
      "lower.steps=10,0,-1",
      "upper.unroll=5,x",
      "steps=1,2",
      "seed=1,2",
      "fixedWeights.a=1,2",
      "mode=bilevel,vanilla,wild",
    );
    expect(problems).toHaveLength(7);
    const all = problems.join("\n");
    expect(all).toMatch(/--set lower\.steps=10,0,-1: .*value 0 /);
    expect(all).toMatch(/--set lower\.steps=10,0,-1: .*value -1 /);
    expect(all).toMatch(/--set upper\.unroll=5,x: .*"x" is not a number/);
    expect(all).toMatch(/--set steps=1,2: there is no setting "steps"; did you mean lower\.steps/);
    expect(all).toMatch(/--set seed=1,2: seed cannot be swept: give several seeds/);
    expect(all).toMatch(/--set fixedWeights\.a=1,2: give one weight/);
    expect(all).toMatch(/value "wild"/);
  });

  it("refuses more than anybody waits for", () => {
    const many = Array.from({ length: 40 }, (_, i) => i + 1).join(",");
    const { problems } = combinations(`lower.steps=${many}`, `upper.unroll=${many}`);
    expect(problems.join()).toMatch(/1600 combinations are more than 500/);
  });
});
