import { expect, test } from "vitest";
import type { PrmRole, RunState } from "../domain/run.ts";
import { parseRunConfig } from "../domain/runConfig.ts";
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
    begin: (role: PrmRole) =>
      client.emit({
        kind: "event",
        name: "run.started",
        id: "run",
        restored: null,
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
