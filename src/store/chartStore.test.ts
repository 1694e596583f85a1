import { expect, test } from "vitest";
import { parseRunConfig } from "../domain/runConfig.ts";
import type { RememberedCharts } from "../storage/rememberedCharts.ts";
import { browserChartMemory } from "../storage/rememberedCharts.ts";
import { createChartStore } from "./chartStore.ts";
import { createRunStore } from "./runStore.ts";
import { createScriptedClient } from "./scriptedClient.ts";
import { createViewStore } from "./viewStore.ts";

function stores(remembered: RememberedCharts | null = null) {
  const client = createScriptedClient();
  const kept: RememberedCharts[] = [];
  const view = createViewStore(client, {
    view: "train",
    guideSection: null,
    theme: "light",
    language: "en",
  });
  const run = createRunStore(client, (draw) => draw());
  const memory = { read: () => remembered, keep: (charts: RememberedCharts) => kept.push(charts) };
  return { client, view, run, kept, charts: createChartStore({ view, run, memory }) };
}

test("a series is isolated, another kept beside it, and all are back by either way", () => {
  const { charts } = stores();
  const { isolate, keepBeside } = charts.getState();
  isolate("runs", "a");
  isolate("loss", "plain");
  expect(charts.getState().isolated).toEqual({ runs: ["a"], loss: ["plain"] });
  keepBeside("runs", "b");
  expect(charts.getState().isolated["runs"]).toEqual(["a", "b"]);
  isolate("runs", "a");
  expect(charts.getState().isolated["runs"]).toEqual(["a"]);
  isolate("runs", "a");
  keepBeside("loss", "plain");
  expect(charts.getState().isolated).toEqual({});
});

test("choices are kept, also the smoothing, and taken up again", () => {
  const { charts, view, kept } = stores();
  charts.getState().setXUnit("time");
  charts.getState().setScale("lowerLoss", "log");
  view.getState().setSmoothing(0.5);
  charts.getState().hoverAt(3);
  const expected = {
    xUnit: "time",
    scales: { lowerLoss: "log" },
    legendOrder: "given",
    smoothing: 0.5,
  } as const;
  expect(kept.at(-1)).toEqual(expected);
  expect(kept).toHaveLength(3);
  const again = stores(expected);
  expect(again.charts.getState()).toMatchObject({ xUnit: "time", scales: { lowerLoss: "log" } });
  expect(again.view.getState().smoothing).toBe(0.5);
});

test("without a run a zoom ends with its unit, as nothing says where it would be", () => {
  const { charts, view } = stores();
  view.getState().zoomTo([10, 20]);
  charts.getState().setXUnit("step");
  expect(view.getState().zoom).toEqual([10, 20]);
  charts.getState().setXUnit("time");
  expect(view.getState().zoom).toBeNull();
});

test("with a run, zoom and pointer are the same places in another unit", () => {
  const { charts, view, client } = stores();
  client.emit({
    kind: "event",
    name: "run.started",
    id: "run",
    role: "main",
    config: parseRunConfig({}),
    domains: ["a"],
    totalSteps: 1500,
    encoderNote: null,
    restored: {
      step: 30,
      timing: { lowerStepMs: 1, upperStepMs: 1, stepsPerSecond: 1 },
      evaluations: [],
      records: [10, 20, 30].map((step) => ({
        step,
        upperStep: step / 10,
        lowerLoss: 0.1,
        weightedLowerLoss: 0.1,
        metaLoss: 0.2,
        weights: [1],
        alignment: null,
        cosine: null,
        gradientNorm: null,
        elapsedMs: step * step,
      })),
    },
  });
  view.getState().zoomTo([10, 25]);
  charts.getState().setXUnit("time");
  expect(view.getState().zoom).toEqual([100, 650]);
  charts.getState().hoverAt(250);
  expect(view.getState().hoverStep).toBe(15);
  charts.getState().setXUnit("upper");
  expect(view.getState().zoom).toEqual([1, 2.5]);
  expect(view.getState().hoverStep).toBeNull();
  charts.getState().setXUnit("step");
  expect(view.getState().zoom).toEqual([10, 25]);
});

test("what the browser keeps is read where it is well-formed, and nowhere else", () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  } as unknown as Storage;
  const memory = browserChartMemory(() => storage);
  expect(memory.read()).toBeNull();
  const charts: RememberedCharts = {
    xUnit: "upper",
    scales: { gradient: "linear" },
    legendOrder: "name",
    smoothing: 0,
  };
  memory.keep(charts);
  expect(memory.read()).toEqual(charts);
  const [[key, good] = ["", ""]] = stored;
  for (const bad of ["{", "[]", '{"version":1,"xUnit":"parsec"}', good.replace("0}", "7}")]) {
    stored.set(key, bad);
    expect(memory.read()).toBeNull();
  }
});
