// What a step claims about numbers: each pair and each run of three with the words between them,
// "7 + 4 = 11" as one feature, so that a claim that is often wrong can be known as such.
import { hashString } from "../../base/rng.ts";
import type { Token } from "./tokenize.ts";

/** Words kept between two numbers. */
const LONGEST_GAP = 3;
/** Numbers of a step that are read. */
const MOST_NUMBERS = 12;

export function factFeatures(step: readonly Token[], emit: (hash: number) => void): void {
  const numbers: string[] = [];
  const gaps: string[] = [];
  let gap: string[] = [];
  for (const token of step) {
    if (!token.isNumber) {
      gap.push(token.text);
      continue;
    }
    if (numbers.length === MOST_NUMBERS) break;
    gaps.push(gap.slice(-LONGEST_GAP).join(" "));
    numbers.push(token.text);
    gap = [];
  }
  for (let i = 0; i + 1 < numbers.length; i++) {
    const pair = `${numbers[i]} ${gaps[i + 1]} ${numbers[i + 1]}`;
    emit(hashString(`pair ${pair}`));
    if (i + 2 < numbers.length) emit(hashString(`run ${pair} ${gaps[i + 2]} ${numbers[i + 2]}`));
  }
}
