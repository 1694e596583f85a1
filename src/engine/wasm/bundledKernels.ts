// The kernels as the app carries them: compiled from source by the build, decoded and compiled once.
import { plain, plainMadd, shared, sharedMadd } from "virtual:prm-kernels";
import { compileModules, type KernelModules } from "./kernels.ts";

let modules: Promise<KernelModules> | null = null;

/** Rejects where there is no WebAssembly SIMD. */
export function bundledKernels(): Promise<KernelModules> {
  modules ??= compileModules({
    plain: decode(plain),
    plainMadd: decode(plainMadd),
    shared: decode(shared),
    sharedMadd: decode(sharedMadd),
  });
  return modules;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
