// The guide's live examples by the names its text calls them.
import type { ComponentType } from "react";
import { StudioError } from "../../../base/errors.ts";
import { AggregationExample } from "./AggregationExample.tsx";
import { DriftExample } from "./DriftExample.tsx";
import { type ExampleName, isExampleName } from "./exampleNames.ts";
import { ScoreExample } from "./ScoreExample.tsx";
import { TwoLevelsExample } from "./TwoLevelsExample.tsx";

const EXAMPLES: Record<ExampleName, ComponentType> = {
  score: ScoreExample,
  twoLevels: TwoLevelsExample,
  aggregation: AggregationExample,
  drift: DriftExample,
};

export function LiveExample({ name }: { name: string }) {
  if (!isExampleName(name)) {
    throw new StudioError("internal", `The guide has no example “${name}”`);
  }
  const Example = EXAMPLES[name];
  return <Example />;
}
