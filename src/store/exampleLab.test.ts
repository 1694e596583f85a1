import { describe, expect, it } from "vitest";
import { StudioError } from "../base/errors.ts";
import { defaultRunConfig } from "../domain/runConfig.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import { createExampleLab, type ExampleLab } from "./exampleLab.ts";
import { createScriptedClient } from "./scriptedClient.ts";

const config = defaultRunConfig();
const files = [new File(["{}"], "apples.jsonl")];
const exported = { name: "prm.safetensors", blob: new Blob(["φ"]) };

function opened() {
  const client = createScriptedClient();
  let workers = 0;
  const lab = createExampleLab(() => {
    workers++;
    return client;
  });
  const state = (state: "finished" | "failed"): StudioEvent => ({
    kind: "event",
    name: "run.stateChanged",
    state,
    detail: "No meta chains",
    error: null,
  });
  /** Takes a training that was asked for through to the state. */
  async function answerTraining(end: "finished" | "failed"): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    await client.last("files.load").answer({} as never);
    await client.last("run.start").answer(null);
    client.emit(state(end));
    await new Promise((resolve) => setTimeout(resolve));
    if (end === "finished") await client.last("prm.export").answer(exported);
  }
  return { client, lab, workers: () => workers, answerTraining };
}

async function trained(lab: ExampleLab, answer: (end: "finished") => Promise<void>) {
  const training = lab.train({ files, config });
  await answer("finished");
  return training;
}

describe("the examples' lab", () => {
  it("starts no worker before it is asked for something, and one for all", async () => {
    const { lab, workers, answerTraining } = opened();
    expect(workers()).toBe(0);
    await trained(lab, answerTraining);
    await trained(lab, answerTraining);
    expect(workers()).toBe(1);
  });

  it("loads in place of what was there, and never opens the workspace", async () => {
    const { lab, client, answerTraining } = opened();
    const { prm } = await trained(lab, answerTraining);
    expect(client.last("files.load").args).toMatchObject({ isReplacing: true });
    expect(client.calls("workspace.open")).toHaveLength(0);
    expect(await prm.text()).toBe("φ");
  });

  it("scores with the PRM that is asked for, also after another was trained", async () => {
    const { lab, client, answerTraining } = opened();
    const first = await trained(lab, answerTraining);
    const score = async (prm: File) => {
      const scoring = lab.score(prm, "1 + 2?", ["1 + 2 = 3."]);
      await new Promise((resolve) => setTimeout(resolve));
      const loads = client.calls("prm.load");
      if (loads.length > 0) await client.last("prm.load").answer(null);
      await new Promise((resolve) => setTimeout(resolve));
      await client.last("chain.score").answer({ stepScores: [0.9] } as never);
      await scoring;
      return loads.length;
    };
    expect(await score(first.prm)).toBe(0);
    await trained(lab, answerTraining);
    expect(await score(first.prm)).toBe(1);
    expect(await score(first.prm)).toBe(1);
  });

  it("says why a training failed, and goes on with the next", async () => {
    const { lab, answerTraining } = opened();
    const training = lab.train({ files, config });
    const failing = expect(training).rejects.toThrow("No meta chains");
    await answerTraining("failed");
    await failing;
    expect((await trained(lab, answerTraining)).history).toEqual([]);
  });

  it("ends what goes on when it is closed", async () => {
    const { lab } = opened();
    const going = lab.train({ files, config });
    const next = lab.train({ files, config });
    await new Promise((resolve) => setTimeout(resolve));
    lab.close();
    const cancelled = new StudioError("cancelled", "The guide was left");
    await expect(next).rejects.toEqual(cancelled);
    await expect(going).rejects.toEqual(cancelled);
  });
});
