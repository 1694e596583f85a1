// A chain by its content: the same question, steps and image have the same key in every session.
import { hashString } from "../base/rng.ts";
import type { Chain } from "./chain.ts";
import { pathInArchive } from "./pathInArchive.ts";

const PARTS = 3;

/** 96 bits of hash over question, steps and the image's path (in its archive), in 24 hexadecimal digits. */
export function chainKey({
  question,
  steps,
  imagePath,
}: Pick<Chain, "question" | "imagePath"> & { steps: readonly { text: string }[] }): string {
  const content = JSON.stringify([
    question,
    steps.map((step) => step.text),
    imagePath && pathInArchive(imagePath),
  ]);
  let key = "";
  for (let part = 0; part < PARTS; part++) {
    key += hashString(content, 0x5bd1e995 * (part + 1))
      .toString(16)
      .padStart(8, "0");
  }
  return key;
}
