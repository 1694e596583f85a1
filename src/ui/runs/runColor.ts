// The colours runs are told apart by: the domains' palette, in an order in which neighbours differ most.
import { RUN_COLOUR_COUNT } from "../../domain/keptRun.ts";
import { t } from "../../strings/strings.ts";

const ORDER = [10, 13, 2, 12, 5, 1, 7, 11, 3, 0, 6, 8, 4, 14, 9];
const NAMES = [
  "blue",
  "brown",
  "green",
  "violet",
  "pink",
  "teal",
  "olive",
  "indigo",
  "red",
  "greyBlue",
  "sage",
  "wine",
  "purple",
  "mauve",
  "navy",
] as const;

/** CSS colour of a run (a variable, so that it follows the theme). */
export function runColor(colour: number): string {
  return `var(--domain-${ORDER[colour % RUN_COLOUR_COUNT]})`;
}

/** The colours to choose from, with their names. */
export function runColours(): { colour: number; name: string }[] {
  return NAMES.slice(0, RUN_COLOUR_COUNT).map((name, colour) => ({
    colour,
    name: t(`runs:colour.names.${name}`),
  }));
}
