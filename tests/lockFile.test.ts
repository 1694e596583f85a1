// What can be said of the dependencies without asking anyone: every package is pinned to one version and its
// checksum, comes from the registry and nowhere else, and those that run code when installed are known.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type LockedPackage, lockFaults, type PackageLock } from "./lockFile.ts";

const read = (name: string) =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), "utf8"));

/** Whoever runs code when it is installed, and why it is let. */
const SCRIPTS_ALLOWED = {
  "core-js":
    "prints a message; comes with @tensorflow/tfjs, of which the app is built from the parts it needs",
  esbuild: "chooses the program for this system; comes with tsx",
  protobufjs: "compares version numbers; comes with onnxruntime-web",
  webgpu: "chooses the program for this system; Dawn, for tests and benchmarks in Node",
};

const lock = read("package-lock.json") as PackageLock;
const manifest = read("package.json") as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides: Record<string, string>;
};

describe("the lock file", () => {
  it("pins every package to one version with its checksum, from the registry", () => {
    expect(lock.lockfileVersion).toBe(3);
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
    expect(lockFaults(lock, Object.keys(SCRIPTS_ALLOWED))).toEqual([]);
  });

  it("names no package that may run code and does not", () => {
    const names = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.split("node_modules/").at(-1));
    expect([...new Set(names)].sort()).toEqual(Object.keys(SCRIPTS_ALLOWED).sort());
  });

  it("belongs to package.json as it is", () => {
    const root = lock.packages[""];
    expect(root?.dependencies).toEqual(manifest.dependencies);
    expect(root?.devDependencies).toEqual(manifest.devDependencies);
  });

  it("has what is overridden from here, wherever it is asked for", () => {
    for (const name of Object.keys(manifest.overrides)) {
      const places = Object.entries(lock.packages).filter(([path]) =>
        path.endsWith(`node_modules/${name}`),
      );
      expect(places.map(([, { link, resolved }]) => ({ link, resolved }))).toEqual([
        { link: true, resolved: "build/notInBrowser" },
      ]);
    }
  });
});

describe("the check itself", () => {
  const sound: LockedPackage = { version: "1.2.3", integrity: "sha512-abc" };
  const faultsOf = (changed: LockedPackage) =>
    lockFaults(
      { lockfileVersion: 3, packages: { "": {}, "node_modules/it": { ...sound, ...changed } } },
      ["other"],
    );

  it("lets a sound package pass", () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each<[string, LockedPackage, RegExp]>([
    ["no checksum", { integrity: "" }, /it has no checksum of SHA-512/],
    ["an old kind of checksum", { integrity: "sha1-abc" }, /it has no checksum of SHA-512/],
    ["a range", { version: "^1.2.3" }, /it is pinned to no version: \^1\.2\.3/],
    ["an address", { resolved: "https://elsewhere.test/it.tgz" }, /it names where it comes from/],
    ["a repository", { resolved: "git+ssh://host/it.git#1" }, /it names where it comes from/],
    ["a link", { resolved: "../outside", link: true }, /it is a link out of this repository/],
    ["a script", { hasInstallScript: true }, /it runs code when it is installed/],
    ["a dependency by address", { dependencies: { x: "github:a/x" } }, /it asks for x by address/],
  ])("finds %s", (_, changed, message) => {
    expect(faultsOf(changed).join("\n")).toMatch(message);
  });
});
