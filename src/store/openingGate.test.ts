import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import { createOpeningGate } from "./openingGate.ts";
import { createScriptedClient } from "./scriptedClient.ts";

function setUp() {
  const scripted = createScriptedClient();
  return { scripted, gate: createOpeningGate(scripted) };
}

test("commands wait for what is being brought back, in their order; the opening itself does not", async () => {
  const { scripted, gate } = setUp();
  const opening = gate.client.call("workspace.open", { isTakingOver: false });
  gate.holdUntil(opening);
  const loading = gate.client.call("files.load", { files: [], isReplacing: true });
  const cancelling = gate.client.call("load.cancel", {});
  expect(scripted.calls("files.load")).toHaveLength(0);
  const status = { owner: "this", problem: null, saved: null, interrupted: null } as const;
  await scripted.last("workspace.open").answer({ status, hasCorpus: true, suite: null, edits: [] });
  expect(scripted.calls("files.load")).toHaveLength(1);
  await scripted.last("load.cancel").answer(null);
  await scripted.last("files.load").fail(new StudioError("cancelled", "cancelled"));
  await expect(cancelling).resolves.toBeNull();
  await expect(loading).rejects.toMatchObject({ code: "cancelled" });
});

test("an opening that fails holds nothing back", async () => {
  const { scripted, gate } = setUp();
  gate.holdUntil(gate.client.call("workspace.open", { isTakingOver: false }));
  void gate.client.call("run.pause", {});
  await scripted.last("workspace.open").fail(new StudioError("state", "blocked"));
  expect(scripted.calls("run.pause")).toHaveLength(1);
  void gate.client.call("run.resume", {});
  // From then on nothing waits, not even a moment.
  expect(scripted.calls("run.resume")).toHaveLength(1);
});
