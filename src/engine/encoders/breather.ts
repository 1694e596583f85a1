// How long encoding work shows its progress and lets other messages through.

/** Awaited every few hundred chains; resolves when the work may go on. */
export type Breather = (done: number, total: number) => Promise<void>;

export const CHAINS_A_BREATH = 400;
