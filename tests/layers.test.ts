import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { importsOf, layerFault } from "./layers.ts";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(SRC, join(entry.parentPath, entry.name)).split(sep).join("/"));

describe("the source tree", () => {
  it("keeps to the layers", () => {
    expect(files.length).toBeGreaterThan(10);
    const faults = files.flatMap((file) =>
      importsOf(readFileSync(join(SRC, file), "utf8")).flatMap(
        (specifier) => layerFault({ file, specifier }) ?? [],
      ),
    );
    expect(faults).toEqual([]);
  });
});

describe("the check itself", () => {
  it.each([
    ["domain/chain.ts", "../engine/trainer.ts", /domain may import base, not engine/],
    ["data/readJson.ts", "../suite/policy.ts", /data may import base, domain, not suite/],
    ["engine/prm/layout.ts", "../../protocol/messages.ts", /not protocol/],
    [
      "ui/train/App.tsx",
      "../../protocol/client.ts",
      /ui may import base, domain, store, strings, not protocol/,
    ],
    ["store/runStore.ts", "react", /react, which is confined to ui, main\.tsx/],
    ["evaluate/auroc.ts", "@tensorflow/tfjs-core", /confined to engine/],
    ["data/readJson.ts", "node:fs", /confined to the command line/],
    ["data/readJson.ts", "../../cli/train.ts", /outside src/],
    ["extra/thing.ts", "../base/rng.ts", /no known layer/],
  ])("refuses %s importing %s", (file, specifier, message) => {
    expect(layerFault({ file, specifier })).toMatch(message);
  });

  it.each([
    ["engine/tfjs/device.ts", "@tensorflow/tfjs"],
    ["engine/bilevel/trainer.ts", "../prm/layout.ts"],
    ["worker/session.ts", "../suite/generateSuite.ts"],
    ["main.tsx", "react-dom/client"],
    ["ui/train/WeightsChart.tsx", "../../store/runStore.ts"],
    ["data/readJson.test.ts", "node:zlib"],
  ])("allows %s importing %s", (file, specifier) => {
    expect(layerFault({ file, specifier })).toBeNull();
  });

  it("sees every kind of import and no comment", () => {
    const source = `
      import { a } from "./a.ts";
      import type {
        B,
      } from "./b.ts";
      import "./c.css";
      export { d } from "./d.ts";
      const e = await import("./e.ts");
      const f = new Worker(new URL("./f.worker.ts", import.meta.url));
      // import { no } from "./comment.ts";
      /* import { no } from "./comment.ts"; */
    `;
    expect(importsOf(source).sort()).toEqual([
      "./a.ts",
      "./b.ts",
      "./c.css",
      "./d.ts",
      "./e.ts",
      "./f.worker.ts",
    ]);
  });
});
