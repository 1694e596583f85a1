import { expect, test } from "vitest";
import { createLatestWins } from "./latestWins.ts";

function setUp() {
  const asked: { args: string; resolve: (value: string) => void; reject: (e: Error) => void }[] =
    [];
  const heard: [answer: string, args: string, isNewest: boolean][] = [];
  const failed: string[] = [];
  const latest = createLatestWins<string, string>({
    run: (args) => new Promise((resolve, reject) => asked.push({ args, resolve, reject })),
    onAnswer: (answer, args, isNewest) => heard.push([answer, args, isNewest]),
    onError: (_error, args) => failed.push(args),
  });
  const turn = async () => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  return { asked, heard, failed, latest, turn };
}

test("only the newest of the questions that waited is asked", async () => {
  const { asked, heard, latest, turn } = setUp();
  latest.ask("a");
  latest.ask("b");
  latest.ask("c");
  expect(asked.map((question) => question.args)).toEqual(["a"]);
  asked[0]?.resolve("A");
  await turn();
  expect(heard).toEqual([["A", "a", false]]);
  expect(asked.map((question) => question.args)).toEqual(["a", "c"]);
  asked[1]?.resolve("C");
  await turn();
  expect(heard.at(-1)).toEqual(["C", "c", true]);
  expect(latest.isBusy()).toBe(false);
});

test("an answer to a dropped question is not heard, a later one is", async () => {
  const { asked, heard, latest, turn } = setUp();
  latest.ask("old");
  latest.drop();
  latest.ask("new");
  asked[0]?.resolve("OLD");
  await turn();
  expect(heard).toEqual([]);
  asked[1]?.resolve("NEW");
  await turn();
  expect(heard).toEqual([["NEW", "new", true]]);
});

test("a failed question does not stop the next", async () => {
  const { asked, heard, failed, latest, turn } = setUp();
  latest.ask("a");
  latest.ask("b");
  asked[0]?.reject(new Error("no"));
  await turn();
  asked[1]?.resolve("B");
  await turn();
  expect(failed).toEqual(["a"]);
  expect(heard).toEqual([["B", "b", true]]);
});
