/** The kernels' builds in base64, made by build/wasmKernels.ts. */
declare module "virtual:prm-kernels" {
  export const plain: string;
  export const plainMadd: string;
  export const shared: string;
  export const sharedMadd: string;
}
