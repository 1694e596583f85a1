import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { policyFor } from "../src/base/securityHeaders.ts";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

const sources = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

/** Every file that is started as a worker. */
const entries = sources.flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/new Worker\(\s*new URL\("([^"]+)"/g)].map(
    ([, target = ""]) => join(file, "..", target),
  ),
);

describe("every worker of the app", () => {
  it("is found", () => {
    const names = [...new Set(entries.map((file) => file.split(/[\\/]/).at(-1)))];
    expect(names.sort()).toEqual([
      "extraction.worker.ts",
      "helper.worker.ts",
      "training.worker.ts",
    ]);
  });

  it.each([...new Set(entries)])("%s shuts the network before anything else is loaded", (entry) => {
    // Modules are run in the order in which they are named.
    const first = /^import\b[^"]*"([^"]+)"/m.exec(readFileSync(entry, "utf8"));
    expect(first?.[1]).toMatch(/\/base\/guardWorker\.ts$/);
  });

  it("has a policy of its own, by the name its file gets", () => {
    const shut = policyFor("/assets/helper.worker-a_B-9.js");
    expect(shut).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
    for (const name of ["training", "extraction"]) {
      expect(policyFor(`/assets/${name}.worker-a_B-9.js`)).toContain(
        "connect-src 'self' http: https:",
      );
    }
    for (const page of ["/", "/headless.html", "/assets/index-x.js"]) {
      const policy = policyFor(page);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/connect-src|unsafe|http/);
    }
  });
});
