// Everything the TypeScript side may call; see ../kernels.ts for the same list with types.
export { exponential } from "./simd";
export * from "./vector";
export { packColumns, packTransposed, matmul, matmulTransposed } from "./matmul";
export * from "./lexical";
