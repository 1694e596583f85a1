import { expect, test } from "vitest";
import type { PrmRole, RunState } from "../domain/run.ts";
import { parseRunConfig } from "../domain/runConfig.ts";
import type { RestoredTrace } from "../protocol/messages.ts";
import { createRunClock } from "./runClock.ts";
import { createScriptedClient } from "./scriptedClient.ts";

function setUp() {
  const client = createScriptedClient();
  let time = 0;
  const clock = createRunClock(client, () => time);
  const config = parseRunConfig({ seed: 9 });
  return {
    clock,
    config,
    at(ms: number, state: RunState) {
      time = ms;
      client.emit({ kind: "event", name: "run.stateChanged", state, detail: "", error: null });
    },
    begin: (role: PrmRole, restored: RestoredTrace | null = null) =>
      client.emit({
        kind: "event",
        name: "run.started",
        id: "run",
        restored,
        role,
        config,
        domains: [],
        totalSteps: 1,
        encoderNote: null,
      }),
  };
}

test("a whole run is timed, with its preparation", () => {
  const { clock, config, at, begin } = setUp();
  at(1000, "preparing");
  begin("main");
  at(2000, "compiling");
  at(2500, "running");
  at(6000, "finished");
  expect(clock.getState().last).toEqual({ seconds: 5, config });
});

test("paused, stopped and retrained runs are not", () => {
  const { clock, at, begin } = setUp();
  at(0, "preparing");
  begin("main");
  at(10, "paused");
  at(9000, "running");
  at(9010, "finished");
  at(10_000, "preparing");
  begin("main");
  at(10_100, "stopped");
  at(11_000, "retraining");
  begin("retrained");
  at(12_000, "finished");
  expect(clock.getState().last).toBeNull();
});

test("a run that was brought back is not, whether it goes on or had ended", () => {
  const { clock, at, begin } = setUp();
  const timing = { lowerStepMs: 1, upperStepMs: 1, stepsPerSecond: 1 };
  const trace = { step: 1, records: [], evaluations: [], timing };
  begin("main", trace);
  at(10, "finished");
  begin("main", trace);
  at(20, "paused");
  at(30, "preparing");
  at(40, "running");
  at(50, "finished");
  expect(clock.getState().last).toBeNull();
});
