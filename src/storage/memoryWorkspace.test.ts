import { expect, test } from "vitest";
import { memoryDisk, memoryWorkspace } from "./memoryWorkspace.ts";
import {
  claimed,
  describeWorkspace,
  type OpenSession,
  testUncloneable,
} from "./workspaceContract.ts";
import { bytesOf, FORMATS, textsOf } from "./workspaceFixture.ts";

const begin = (): OpenSession => {
  const disk = memoryDisk();
  return (format = "current") => memoryWorkspace(disk, FORMATS[format]);
};

describeWorkspace("in memory", begin);
testUncloneable(begin);

test("a full disk refuses what goes beyond it, and keeps what was there", async () => {
  const disk = memoryDisk();
  const session = await claimed(memoryWorkspace(disk));
  await session.write("run", { meta: 1, parts: { a: bytesOf("old") }, kept: [] });
  disk.room = 1000;
  const large = { meta: 2, parts: { a: new Uint8Array(1000) }, kept: [] };
  await expect(session.write("run", large)).rejects.toMatchObject({
    code: "full",
    message: expect.stringContaining("no room left"),
  });
  expect(await textsOf(await session.read("run"))).toEqual({ a: "old" });
  disk.room = 2000;
  await session.write("run", large);
  expect((await session.read("run"))?.meta).toBe(2);
});
