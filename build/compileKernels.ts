// Compiles the WebAssembly kernels (AssemblyScript, src/engine/wasm/kernels) to bytes. Used by the Vite
// plugin beside this file, and by scripts that run the engines in plain Node. The compiler takes seconds
// to load, so what it gave is kept in node_modules/.cache under a hash of all that went into it.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { KernelBytes } from "../src/engine/wasm/kernels.ts";

const MODULES = fileURLToPath(new URL("../node_modules/", import.meta.url));
const CACHE = join(MODULES, ".cache", "prm-kernels");

/** Folder of the kernels' sources. */
export const KERNELS_FOLDER = fileURLToPath(
  new URL("../src/engine/wasm/kernels/", import.meta.url),
);

export interface KernelBuild {
  /** Memory that several workers may share. */
  isShared: boolean;
  /** Fused multiply-add of relaxed SIMD, which not every browser has. */
  hasMadd: boolean;
}

function compilerOptions({ isShared, hasMadd }: KernelBuild): string[] {
  const threads = ["--sharedMemory", "--enable", "threads", "--maximumMemory", "65536"];
  return [
    ...["-O3", "--noAssert", "--uncheckedBehavior", "always"],
    // No allocator, no collector: kernels work on addresses they are given.
    ...["--runtime", "stub", "--importMemory", "--noExportMemory", "--initialMemory", "1"],
    ...["--enable", "simd", "--use", `MADD=${hasMadd ? 1 : 0}`, "--use", "abort="],
    ...(hasMadd ? ["--enable", "relaxed-simd"] : []),
    ...(isShared ? threads : []),
  ];
}

/** The kernels' WebAssembly module. Throws an Error with the compiler's diagnostics. */
export async function compileKernels(build: KernelBuild): Promise<Uint8Array<ArrayBuffer>> {
  const options = compilerOptions(build);
  const cached = join(CACHE, `${hashOf(options)}.wasm`);
  if (existsSync(cached)) return new Uint8Array(readFileSync(cached));
  const { default: asc } = await import("assemblyscript/asc");
  let bytes: Uint8Array<ArrayBuffer> | null = null;
  const { error, stderr } = await asc.main(
    ["index.ts", "--baseDir", KERNELS_FOLDER, "--outFile", "kernels.wasm", ...options],
    {
      writeFile: (_name, contents) => {
        bytes = contents as Uint8Array<ArrayBuffer>;
      },
    },
  );
  if (error || bytes === null) {
    throw new Error(`the WebAssembly kernels do not compile: ${error?.message}\n${stderr}`);
  }
  mkdirSync(CACHE, { recursive: true });
  // Written beside and renamed: another process may look for it now.
  const unfinished = `${cached}.${process.pid}`;
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, cached);
  return bytes;
}

/** Of the compiler's version, its options and every source. */
function hashOf(options: readonly string[]): string {
  const hash = createHash("sha256");
  hash.update(readFileSync(join(MODULES, "assemblyscript", "package.json")));
  hash.update(options.join(" "));
  for (const file of readdirSync(KERNELS_FOLDER).sort()) {
    hash.update(file).update(readFileSync(join(KERNELS_FOLDER, file)));
  }
  return hash.digest("hex").slice(0, 32);
}

/** Every build, by the names the engines know them by. */
export async function compileAllKernels(): Promise<KernelBytes> {
  // One after the other: the compiler is one program with global state.
  return {
    plain: await compileKernels({ isShared: false, hasMadd: false }),
    plainMadd: await compileKernels({ isShared: false, hasMadd: true }),
    shared: await compileKernels({ isShared: true, hasMadd: false }),
    sharedMadd: await compileKernels({ isShared: true, hasMadd: true }),
  };
}
