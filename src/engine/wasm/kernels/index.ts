// Everything the TypeScript side may call; ../kernels.ts has the same list with types.
export { exponential } from "./simd";
export * from "./vector";
export { packColumns, packTransposed, matmul, matmulTransposed } from "./matmul";
export * from "./rows";
export * from "./lexical";
export * from "./language";
export { attend, attendBack } from "./attention";
export { rowErrors, linearLogits, linearBack, linearLower } from "./head";
export { attentionLogits, attentionBack, attentionLower } from "./headAttention";
