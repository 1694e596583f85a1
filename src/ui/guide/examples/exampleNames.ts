// Names of the live examples, as fenced "example" blocks of the guide's text call them.

export const EXAMPLE_NAMES = ["score", "twoLevels", "aggregation", "drift"] as const;
export type ExampleName = (typeof EXAMPLE_NAMES)[number];

export function isExampleName(name: string): name is ExampleName {
  return EXAMPLE_NAMES.some((known) => known === name);
}
