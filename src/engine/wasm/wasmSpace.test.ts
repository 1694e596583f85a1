// The vector space in the kernels' memory: every operation against float64, scopes and what they free.
import { beforeAll, describe, expect, it } from "vitest";
import { spaceCases } from "../fixtures/engineContract.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import { createArraySpace } from "../plain/arraySpace.ts";
import { bundledKernels } from "./bundledKernels.ts";
import { bindKernels } from "./kernels.ts";
import { WasmMemory } from "./wasmMemory.ts";
import { createWasmSpace, type WasmSpace } from "./wasmSpace.ts";

let memory: WasmMemory;
let space: WasmSpace;
beforeAll(async () => {
  const { plain } = await bundledKernels();
  memory = new WasmMemory(1000, false);
  space = createWasmSpace(memory, bindKernels(plain, memory.memory));
});

describe("the vector space in WebAssembly", () => {
  it("agrees with float64 in every operation, also while memory grows", async () => {
    const before = memory.byteLength;
    const expected = spaceCases(createArraySpace(Float64Array));
    const actual = spaceCases(space);
    for (const [name, values] of Object.entries(expected)) {
      expect(relativeError(await space.read(actual[name]!), values), name).toBeLessThan(1e-6);
    }
    expect(memory.byteLength).toBeGreaterThan(before);
  });

  it("a scope frees what was made inside, but not what it returns, however deep", async () => {
    const made = { inside: space.zeros(1), deep: space.zeros(1) };
    const result = space.scope(() => {
      made.inside = space.from([1, 2]);
      const kept = space.scope(() => {
        made.deep = space.from([5, 6]);
        return { list: [space.add(made.deep, made.inside)], text: "x" };
      });
      expect(() => made.deep.at).toThrow(/freed/);
      return { nested: kept };
    });
    expect([...(await space.read(result.nested.list[0]!))]).toEqual([6, 8]);
    expect(() => made.inside.at).toThrow(/freed/);
    space.dispose(result.nested.list[0]!, result.nested.list[0]!, 5);
    expect(() => space.norm(result.nested.list[0]!)).toThrow(/freed/);
  });

  it("a scope that throws frees everything and gives the memory out again", () => {
    const bytes = () => memory.byteLength;
    const fail = () =>
      space.scope(() => {
        space.zeros(50_000);
        throw new Error("inside");
      });
    expect(fail).toThrow("inside");
    const before = bytes();
    for (let i = 0; i < 50; i++) expect(fail).toThrow("inside");
    expect(bytes()).toBe(before);
  });

  it("refuses vectors of different lengths", () => {
    expect(() => space.add(space.zeros(3), space.zeros(4))).toThrow(/lengths differ/);
  });
});
