// The views that are not needed for the first picture: their code comes beside it, before they are opened.
import { type ComponentType, type LazyExoticComponent, lazy } from "react";

const importers = {
  evaluate: async () => (await import("./evaluate/EvaluateView.tsx")).EvaluateView,
  inspect: async () => (await import("./inspect/InspectView.tsx")).InspectView,
  label: async () => (await import("./label/LabelView.tsx")).LabelView,
  runs: async () => (await import("./runs/RunsView.tsx")).RunsView,
} satisfies Record<string, () => Promise<ComponentType>>;

function later(load: () => Promise<ComponentType>): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: await load() }));
}

export const EvaluateView = later(importers.evaluate);
export const InspectView = later(importers.inspect);
export const LabelView = later(importers.label);
export const RunsView = later(importers.runs);

/** Fetches what is not there yet, so that opening a view does not wait for it. */
export function fetchLaterViews(): void {
  // A view that cannot be fetched now is asked for again, and fails in sight, when it is opened.
  for (const load of Object.values(importers)) load().catch(() => {});
}
