// The kernels of a head on a frozen encoder's vectors, with types; they are described at their source,
// kernels/head.ts and kernels/headAttention.ts. Pointers are byte addresses in the kernels' memory.

type Pointer = number;

export interface HeadKernels {
  rowErrors(
    logits: Pointer,
    rows: Pointer,
    count: number,
    labels: Pointer,
    domains: Pointer,
    domainCount: number,
    alpha: Pointer,
    sums: Pointer,
    losses: Pointer,
    slopes: Pointer,
  ): void;
  linearLogits(
    values: Pointer,
    bytes: number,
    newest: Pointer,
    rows: Pointer,
    count: number,
    weight: Pointer,
    bias: number,
    logits: Pointer,
  ): void;
  linearBack(
    values: Pointer,
    bytes: number,
    newest: Pointer,
    rows: Pointer,
    count: number,
    slopes: Pointer,
    gradient: Pointer,
  ): void;
  linearLower(
    values: Pointer,
    bytes: number,
    newest: Pointer,
    rows: Pointer,
    count: number,
    weight: Pointer,
    bias: number,
    labels: Pointer,
    domains: Pointer,
    domainCount: number,
    alpha: Pointer,
    sums: Pointer,
    losses: Pointer,
    slopes: Pointer,
    gradient: Pointer,
  ): void;
  attentionLogits(
    values: Pointer,
    bytes: number,
    start: Pointer,
    prefix: Pointer,
    rows: Pointer,
    count: number,
    weights: Pointer,
    bias: number,
    scale: number,
    shares: Pointer,
    pulls: Pointer,
    logits: Pointer,
  ): void;
  attentionBack(
    values: Pointer,
    bytes: number,
    start: Pointer,
    prefix: Pointer,
    rows: Pointer,
    count: number,
    slopes: Pointer,
    scale: number,
    shares: Pointer,
    pulls: Pointer,
    gradient: Pointer,
  ): void;
  attentionLower(
    values: Pointer,
    bytes: number,
    start: Pointer,
    prefix: Pointer,
    rows: Pointer,
    count: number,
    weights: Pointer,
    bias: number,
    scale: number,
    shares: Pointer,
    pulls: Pointer,
    labels: Pointer,
    domains: Pointer,
    domainCount: number,
    alpha: Pointer,
    sums: Pointer,
    losses: Pointer,
    slopes: Pointer,
    gradient: Pointer,
  ): void;
}
