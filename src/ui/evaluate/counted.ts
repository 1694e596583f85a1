// Numbers with what they count: "1,500 questions", in the language shown.
import type evaluate from "../../strings/en/evaluate.ts";
import { t } from "../../strings/strings.ts";
import { formatCount } from "../data/formatNumber.ts";

type Counted = keyof typeof evaluate.counted extends infer K
  ? K extends `${infer What}_other`
    ? What
    : never
  : never;

export function counted(what: Counted, count: number): string {
  return t(`evaluate:counted.${what}`, { count, number: formatCount(count) });
}
