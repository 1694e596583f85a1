// The layer rules of the source tree, as data: which folder of src may import which, and who may
// know the large libraries. tests/layers.test.ts holds every file to them.

/** Folders of src by name, with the folders each may import besides itself. */
export const LAYERS: Record<string, readonly string[]> = {
  base: [],
  domain: ["base"],
  data: ["base", "domain"],
  suite: ["base", "domain"],
  engine: ["base", "domain"],
  evaluate: ["base", "domain"],
  pretrained: ["base", "domain"],
  labeller: ["base", "domain", "data", "suite"],
  protocol: ["base", "domain"],
  storage: ["base", "domain"],
  worker: [
    "base",
    "domain",
    "data",
    "suite",
    "engine",
    "evaluate",
    "pretrained",
    "labeller",
    "protocol",
    "storage",
  ],
  strings: ["base"],
  store: ["base", "domain", "protocol", "storage", "strings"],
  ui: ["base", "domain", "store", "strings"],
  serviceWorker: ["base"],
};

/** Files directly in src: the two composition roots, the page and the command line's page. */
export const ROOTS: Record<string, readonly string[]> = {
  "main.tsx": ["base", "domain", "protocol", "storage", "store", "strings", "ui", "worker"],
  "headless.ts": ["base", "domain", "protocol", "worker"],
};

/** Packages only some may import, by the start of their name. */
export const CONFINED: readonly { packages: RegExp; to: readonly string[] }[] = [
  { packages: /^@tensorflow\//, to: ["engine"] },
  { packages: /^@huggingface\//, to: ["pretrained"] },
  { packages: /^hyparquet/, to: ["data"] },
  // It must be set up before the first schema: src/base/zod.ts.
  { packages: /^zod(\/|$)/, to: ["base"] },
  { packages: /^i18next/, to: ["strings"] },
  // Films of the race, fetched when one is asked for.
  { packages: /^(gifenc|mediabunny)(\/|$)/, to: ["ui"] },
  { packages: /^workbox-/, to: ["serviceWorker"] },
  {
    packages:
      /^(react|react-dom|react-is|react-i18next|recharts|radix-ui|cmdk|lucide-react|@tanstack\/react-[\w-]+)(\/|$)/,
    to: ["ui", "main.tsx"],
  },
  { packages: /^(node:|vite$|playwright)/, to: [] },
];

export interface ImportedFrom {
  /** Path below src, with forward slashes. */
  file: string;
  specifier: string;
}

/** The specifiers of every static and dynamic import, re-export and worker URL in a source text. */
export function importsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const patterns = [
    /\b(?:import|export)\b[^"'`;]*?\bfrom\s*["']([^"']+)["']/g,
    /\bimport\s*["']([^"']+)["']/g,
    /\bimport\s*\(\s*["']([^"']+)["']/g,
    /\bnew\s+URL\s*\(\s*["'](\.[^"']+)["']\s*,\s*import\.meta\.url/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ""));
}

/** Why this import breaks the rules, or null where it does not. `isTest` files may import node: modules. */
export function layerFault({ file, specifier }: ImportedFrom): string | null {
  const isTest = /\.test\.tsx?$/.test(file);
  const from = layerOf(file);
  const allowed = LAYERS[from] ?? ROOTS[from];
  if (allowed === undefined) return `src/${file} stands in no known layer`;
  if (!specifier.startsWith(".")) {
    if (isTest && /^(node:|vitest)/.test(specifier)) return null;
    const broken = CONFINED.find(
      ({ packages, to }) => packages.test(specifier) && !to.includes(from),
    );
    return broken === undefined
      ? null
      : `src/${file} imports ${specifier}, which is confined to ${broken.to.join(", ") || "the command line"}`;
  }
  // The one file outside that the app may read: its own version stands there.
  if (/^(\.\.\/)+package\.json$/.test(specifier)) return null;
  const target = resolveBelowSrc(file, specifier);
  if (target === null) return `src/${file} imports ${specifier}, which lies outside src`;
  const to = layerOf(target);
  if (to === from || allowed.includes(to)) return null;
  return `src/${file} imports ${specifier}: ${from} may import ${allowed.join(", ") || "nothing"}, not ${to}`;
}

function layerOf(file: string): string {
  return file.split("/")[0] ?? file;
}

function resolveBelowSrc(file: string, specifier: string): string | null {
  const parts = file.split("/").slice(0, -1);
  for (const part of specifier.split("?")[0]?.split("/") ?? []) {
    if (part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}
