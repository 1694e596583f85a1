// The guide's one lab, for the examples on its pages.
import { createContext, useContext } from "react";
import { StudioError } from "../../../base/errors.ts";
import type { ExampleLab } from "../../../store/exampleLab.ts";

export const ExampleLabContext = createContext<ExampleLab | null>(null);

export function useExampleLab(): ExampleLab {
  const lab = useContext(ExampleLabContext);
  if (lab === null) throw new StudioError("internal", "an example was drawn outside the guide");
  return lab;
}
