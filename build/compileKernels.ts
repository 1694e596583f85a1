// Compiles the WebAssembly kernels (AssemblyScript, src/engine/wasm/kernels) to bytes. Used by the Vite
// plugin beside this file, and by scripts that run the engines in plain Node.
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import type { KernelBytes } from "../src/engine/wasm/kernels.ts";

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

/** The kernels' WebAssembly module. Throws an Error with the compiler's diagnostics. */
export async function compileKernels({
  isShared,
  hasMadd,
}: KernelBuild): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array<ArrayBuffer> | null = null;
  const { error, stderr } = await asc.main(
    [
      "index.ts",
      "--baseDir",
      KERNELS_FOLDER,
      "--outFile",
      "kernels.wasm",
      "-O3",
      "--converge",
      "--runtime",
      "stub",
      "--noAssert",
      "--uncheckedBehavior",
      "always",
      "--importMemory",
      "--noExportMemory",
      "--enable",
      "simd",
      "--use",
      `MADD=${hasMadd ? 1 : 0}`,
      "--use",
      "abort=",
      ...(hasMadd ? ["--enable", "relaxed-simd"] : []),
      ...(isShared
        ? [
            "--sharedMemory",
            "--enable",
            "threads",
            "--initialMemory",
            "1",
            "--maximumMemory",
            "65536",
          ]
        : []),
    ],
    {
      writeFile: (_name, contents) => {
        bytes = contents as Uint8Array<ArrayBuffer>;
      },
    },
  );
  if (error || bytes === null) {
    throw new Error(
      `the WebAssembly kernels do not compile: ${error?.message}\n${stderr.toString()}`,
    );
  }
  return bytes;
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
