import { expect, test } from "vitest";
import { someRunFile } from "../../domain/keptRunFixture.ts";
import { createRunsStore } from "../../store/runsStore.ts";
import { createScriptedClient } from "../../store/scriptedClient.ts";
import { zipFiles } from "../data/saveFiles.ts";
import { importRunFiles } from "./runFiles.ts";

async function archive(name: string, members: Record<string, string>): Promise<File> {
  const files = Object.entries(members).map(([member, text]) => ({
    name: member,
    blob: new Blob([text]),
  }));
  return new File([await zipFiles(files)], name);
}

const run = (seed: number) => JSON.stringify(someRunFile({ seed }));

test("an archive of several runs, and a run.json beside it, are all taken", async () => {
  const store = createRunsStore(createScriptedClient());
  const several = await archive("runs.dreamprm.zip", {
    "Low/run.json": run(1),
    "High/run.json": run(2),
    "High/weights.csv": "step",
  });
  expect(await importRunFiles(store, [several, new File([run(3)], "run.json")])).toBe(3);
  expect(
    store
      .getState()
      .runs.map(({ name }) => name)
      .sort(),
  ).toEqual(["High", "Low", "seed 3"]);
});

const prmFile = (name: string) => {
  const header = '{"__metadata__":{"format":"dreamprm-studio"}}';
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(header.length), true);
  return new File([length.buffer, header], name);
};

test("the loose files of one run belong together; of several they do not", async () => {
  const store = createRunsStore(createScriptedClient());
  const one = [new File([run(1)], "run.json"), prmFile("prm.safetensors")];
  expect(await importRunFiles(store, one)).toBe(1);
  expect(store.getState().runs[0]?.prmRoles).toEqual(["main"]);
  expect(await importRunFiles(store, [...one, new File([run(2)], "other.json")])).toBe(0);
  expect(store.getState().error?.message).toBe("prm.safetensors lies beside several runs");
});

test.each<[string, () => Promise<File>, RegExp]>([
  [
    "a damaged archive",
    async () => new File(["PK no zip"], "x.zip"),
    /x\.zip could not be unpacked/,
  ],
  ["an empty archive", () => archive("x.zip", { "a.txt": "a" }), /x\.zip/],
  ["another kind of file", async () => new File(["a"], "a.csv"), /a\.csv is no kept run/],
  [
    "a run at fault in an archive",
    () => archive("x.zip", { "run.json": '{"schemaVersion":1}' }),
    /x\.zip\/run\.json is no run that can be read.*app:/,
  ],
])("%s is refused by its name", async (_what, make, message) => {
  const store = createRunsStore(createScriptedClient());
  expect(await importRunFiles(store, [await make()])).toBe(0);
  expect(store.getState().error?.message).toMatch(message);
  expect(store.getState().runs).toEqual([]);
});
