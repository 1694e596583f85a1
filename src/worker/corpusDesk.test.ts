// Data as the page loads them: vectors beside the rows, files that are read again as a person says.
import { describe, expect, it } from "vitest";
import type { NamedFile } from "../protocol/messages.ts";
import { smallConfig, smallFiles, type TestSession, testSession } from "./fixtures.ts";

const lines = (path: string, rows: object[]): NamedFile => ({
  path,
  file: new File([rows.map((row) => JSON.stringify(row)).join("\n")], path),
});

/** A vector for every step of the small files: what the step says is right, and a constant. */
async function vectorsOf(session: TestSession): Promise<NamedFile> {
  const { blob } = await session.handlers["features.exportChains"]({});
  const chains = (await blob.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { key: string; steps: string[] });
  const isRight = (step: string) => {
    const [, a = 0, b = 0, sum = 0] = (/(\d+) plus (\d+) gives (\d+)/.exec(step) ?? []).map(Number);
    return (a + b) % 10 === sum;
  };
  return lines(
    "vectors.jsonl",
    chains.map(({ key, steps }) => ({
      key,
      features: steps.map((step) => [isRight(step) ? 1 : -1, 1]),
    })),
  );
}

async function loaded(): Promise<TestSession> {
  const session = testSession();
  await session.handlers["files.load"]({ files: smallFiles(), isReplacing: true });
  return session;
}

describe("vectors among the files", () => {
  it("belong to the data that are there, cover them, and teach a head", async () => {
    const session = await loaded();
    const before = session.named("corpus.changed").at(-1)!.summary;
    const summary = await session.handlers["files.load"]({
      files: [await vectorsOf(session)],
      isReplacing: true,
    });
    expect(summary).toMatchObject({
      domains: before.domains,
      metaChains: before.metaChains,
      problemCount: before.problemCount,
    });
    expect(summary.files.at(-1)).toMatchObject({ name: "vectors.jsonl", format: "features" });
    expect(session.named("features.changed").at(-1)!.features).toMatchObject([
      { id: "vectors.jsonl", width: 2, missing: { train: 0, meta: 0, candidates: 0 } },
    ]);
    const encoder = { kind: "frozen", head: "linear" } as const;
    await session.handlers["run.start"]({ config: smallConfig({ encoder }) });
    expect(await session.reached("finished", "failed")).toBe("finished");
    // Two of four candidates are right, and the vectors tell which.
    expect(session.named("run.evaluated").at(-1)!.record.bestOf!["4"]).toBeGreaterThan(0.9);
  });

  it("without data are refused in words", async () => {
    const session = testSession();
    const files = [lines("v.jsonl", [{ id: "a", sid: 1, features: [1, 2] }])];
    await expect(session.handlers["files.load"]({ files, isReplacing: true })).rejects.toThrow(
      /there are no data that the steps could be of/,
    );
  });

  it("that fit nothing are told, and nothing else changes", async () => {
    const session = await loaded();
    const files = [lines("v.jsonl", [{ id: "nobody", sid: 1, features: [1, 2] }])];
    const summary = await session.handlers["files.load"]({ files, isReplacing: false });
    expect(summary.domains).toHaveLength(3);
    expect(summary.problems.map(({ message }) => message)).toContain(
      "vectors that name no step of the data: 1 (nobody/1)",
    );
  });
});

describe("a file that was not recognised", () => {
  it("is one line of the list once it was read as its owner says", async () => {
    const session = await loaded();
    const odd = lines("odd.jsonl", [
      { q: "1 plus 1?", so_far: "Step 1: 1 plus 1 gives 2", rate: 1 },
      { q: "2 plus 1?", so_far: "Step 1: 2 plus 1 gives 4", rate: 0 },
    ]);
    const unread = await session.handlers["files.load"]({ files: [odd], isReplacing: false });
    const problems = unread.problemCount;
    expect(unread.files.at(-1)).toMatchObject({ format: "unknown", rows: 0 });
    const fields = { input: "q", add: "so_far", accuracy: "rate" };
    const summary = await session.handlers["files.load"]({
      files: [odd],
      isReplacing: false,
      mappings: { "odd.jsonl": { format: "training", fields } },
    });
    expect(summary.files.filter(({ name }) => name === "odd.jsonl")).toMatchObject([
      { format: "training", rows: 2 },
    ]);
    expect(summary.problemCount).toBe(problems - 1);
    expect(summary.domains.at(-1)).toMatchObject({ name: "odd", rows: 2 });
  });
});
