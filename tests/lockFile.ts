// What is wrong with a lock file, as far as it can be told without the network. tests/lockFile.test.ts holds ours
// to it.

export interface LockedPackage {
  version?: string;
  /** Checksum; missing for what stands in this repository. */
  integrity?: string;
  /** Only of what stands in this repository: .npmrc has npm leave out the registry's addresses. */
  resolved?: string;
  link?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface PackageLock {
  lockfileVersion: number;
  /** By place: "" is this repository, "node_modules/…" what is installed. */
  packages: Record<string, LockedPackage>;
}

/** The faults in words, one a line; none for a sound lock file. */
export function lockFaults({ packages }: PackageLock, mayRunScripts: readonly string[]): string[] {
  return Object.entries(packages)
    .filter(([place]) => place.includes("node_modules/"))
    .flatMap(([place, locked]) => {
      const name = place.split("node_modules/").at(-1) ?? place;
      return faultsOf(locked, mayRunScripts.includes(name)).map((fault) => `${name} ${fault}`);
    });
}

function faultsOf(locked: LockedPackage, mayRunScripts: boolean): string[] {
  const { version = "", integrity = "", resolved, link, hasInstallScript } = locked;
  if (link) {
    const isInside = resolved !== undefined && !/^(\.\.|\/|[a-z+]+:)/i.test(resolved);
    return isInside ? [] : ["is a link out of this repository"];
  }
  const faults: string[] = [];
  if (!/^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/.test(version)) {
    faults.push(`is pinned to no version: ${version}`);
  }
  if (!/(^| )sha512-/.test(integrity)) faults.push("has no checksum of SHA-512");
  if (resolved !== undefined) faults.push(`names where it comes from: ${resolved}`);
  if (hasInstallScript && !mayRunScripts) faults.push("runs code when it is installed");
  const asked = { ...locked.dependencies, ...locked.optionalDependencies };
  for (const [name, range] of Object.entries(asked)) {
    if (/[:/]/.test(range.replace(/^npm:(@[^/]+\/)?/, "")))
      faults.push(`asks for ${name} by address: ${range}`);
  }
  return faults;
}
