import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import type { FilePeek } from "../domain/fieldMapping.ts";
import { createCorpusStore } from "./corpusStore.ts";
import { createMappingStore } from "./mappingStore.ts";
import { createScriptedClient } from "./scriptedClient.ts";

const column = (name: string) => ({ name, example: "x", isObject: false });
const field = (name: string, isRequired = true) => ({
  name,
  isRequired,
  meaning: "question" as const,
  orElse: [],
});
const peek: FilePeek = {
  path: "a",
  format: null,
  reason: "its fields are question, so_far",
  columns: [column("question"), column("so_far")],
  targets: [
    { format: "training", fields: [field("input"), field("add")] },
    { format: "meta", fields: [field("question"), field("response")] },
  ],
};
const preview = (rows: number) => ({ rows, badRows: 0, chains: [], problems: [] });

function setUp() {
  const client = createScriptedClient();
  const corpus = createCorpusStore(client);
  corpus.setState({ opened: [{ path: "a", file: new File([], "a") }] });
  return { client, corpus, store: createMappingStore(client, corpus) };
}

test("a file that is opened is looked at, guessed and previewed", async () => {
  const { client, store } = setUp();
  void store.getState().open("a");
  expect(store.getState()).toMatchObject({ path: "a", peek: null });
  await client.last("file.peek").answer(peek);
  expect(store.getState().mapping).toEqual({ format: "training", fields: { input: "question" } });
  expect(client.last("file.preview").args.mapping).toEqual(store.getState().mapping);
  await client.last("file.preview").answer(preview(0));
  expect(store.getState().preview).toEqual(preview(0));
});

test("only the newest preview is shown, one is asked for at a time", async () => {
  const { client, store } = setUp();
  void store.getState().open("a");
  await client.last("file.peek").answer(peek);
  store.getState().chooseColumn("add", "so_far");
  store.getState().chooseFormat("meta");
  expect(store.getState().mapping).toEqual({ format: "meta", fields: { question: "question" } });
  expect(client.calls("file.preview")).toHaveLength(1);
  await client.last("file.preview").answer(preview(1));
  expect(store.getState().preview).toBeNull();
  expect(client.calls("file.preview")).toHaveLength(2);
  await client.last("file.preview").answer(preview(2));
  expect(store.getState().preview).toEqual(preview(2));
});

test("applied, the file and those like it are read so, and the dialog closes", async () => {
  const { client, corpus, store } = setUp();
  corpus.setState({ opened: ["a", "b"].map((path) => ({ path, file: new File([], path) })) });
  void store.getState().open("a");
  await client.last("file.peek").answer(peek);
  store.getState().chooseColumn("add", "so_far");
  store.getState().chooseColumn("input", "");
  void store.getState().apply(["b"]);
  expect(store.getState().path).toBeNull();
  const mapping = { format: "training", fields: { add: "so_far" } };
  expect(client.last("files.load").args.mappings).toEqual({ a: mapping, b: mapping });
});

test("a file that cannot be looked at says why; closed meanwhile, nothing is shown", async () => {
  const { client, store } = setUp();
  void store.getState().open("a");
  await client.last("file.peek").fail(new StudioError("data", "a has no rows to look at"));
  expect(store.getState().error?.message).toBe("a has no rows to look at");
  void store.getState().open("a");
  store.getState().close();
  await client.last("file.peek").answer(peek);
  expect(store.getState()).toMatchObject({ path: null, peek: null, mapping: null });
});
