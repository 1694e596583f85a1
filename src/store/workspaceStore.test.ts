import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import type { WorkspaceOwner, WorkspaceStatus } from "../domain/workspace.ts";
import { createScriptedClient } from "./scriptedClient.ts";
import { createWorkspaceStore } from "./workspaceStore.ts";

const status = (owner: WorkspaceOwner, more: Partial<WorkspaceStatus> = {}): WorkspaceStatus => ({
  owner,
  problem: null,
  saved: null,
  interrupted: null,
  ...more,
});

function setUp() {
  const client = createScriptedClient();
  const store = createWorkspaceStore(client);
  const become = (next: WorkspaceStatus) =>
    client.emit({ kind: "event", name: "workspace.changed", status: next });
  return { client, store, become };
}

test("until the worker has answered nobody knows who keeps the work", async () => {
  const { client, store } = setUp();
  expect(store.getState().status.owner).toBe("opening");
  const opening = store.getState().open(true);
  expect(store.getState().isOpening).toBe(true);
  expect(client.last("workspace.open").args).toEqual({ isTakingOver: true });
  await client.last("workspace.open").answer({
    status: status("this", { saved: { at: "2026-01-01T00:00:00Z", step: 40 } }),
    hasCorpus: true,
    suite: null,
    edits: [],
  });
  expect(await opening).toMatchObject({ hasCorpus: true });
  expect(store.getState().isOpening).toBe(false);
  expect(store.getState().status).toMatchObject({ owner: "this", saved: { step: 40 } });
});

test("a worker that cannot open anything leaves a page that keeps nothing, with the reason", async () => {
  const { client, store } = setUp();
  const opening = store.getState().open(false);
  await client.last("workspace.open").fail(new StudioError("state", "blocked", "Allow it."));
  expect(await opening).toBeNull();
  expect(store.getState().status).toMatchObject({
    owner: "nobody",
    problem: { code: "state", message: "blocked", hint: "Allow it." },
  });
});

test("another tab that had the work all along is not one that took it over", () => {
  const { store, become } = setUp();
  become(status("other"));
  expect(store.getState().isTakenOver).toBe(false);
});

test("a page that had the work says that another took it over, also when more is told", () => {
  const { store, become } = setUp();
  become(status("this"));
  become(status("other"));
  expect(store.getState().isTakenOver).toBe(true);
  become(status("other", { problem: { code: "state", message: "m", hint: "" } }));
  expect(store.getState().isTakenOver).toBe(true);
});

test("a note that was put away comes back with another owner or problem, not with a checkpoint", () => {
  const { store, become } = setUp();
  const problem = { code: "state", message: "damaged", hint: "" } as const;
  const isDismissed = () => store.getState().isNoteDismissed;
  become(status("this", { problem }));
  store.getState().dismissNote();
  become(status("this", { problem, saved: { at: "2026-01-01T00:00:00Z", step: 15 } }));
  expect(isDismissed()).toBe(true);
  become(status("this", { problem: { ...problem, message: "no room" } }));
  expect(isDismissed()).toBe(false);
  store.getState().dismissNote();
  become(status("other", { problem: { ...problem, message: "no room" } }));
  expect(isDismissed()).toBe(false);
});

test("a checkpoint is asked for only where this page keeps the work, and its failure is no error here", async () => {
  const { client, store, become } = setUp();
  await store.getState().save();
  become(status("other"));
  await store.getState().save();
  expect(client.calls("workspace.save")).toHaveLength(0);
  become(status("this"));
  const saving = store.getState().save();
  await client.last("workspace.save").fail(new StudioError("worker", "gone"));
  await expect(saving).resolves.toBeUndefined();
});
