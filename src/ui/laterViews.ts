// The views that are not needed for the first picture: their code and words come beside it, before they are
// opened.
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { LaterArea } from "../strings/areas.ts";
import { loadAreas } from "../strings/strings.ts";

interface LaterView {
  areas: readonly LaterArea[];
  load: () => Promise<ComponentType>;
}

const LATER = {
  data: {
    areas: ["data", "features"],
    load: async () => (await import("./data/DataView.tsx")).DataView,
  },
  evaluate: {
    areas: ["evaluate"],
    load: async () => (await import("./evaluate/EvaluateView.tsx")).EvaluateView,
  },
  guide: {
    areas: ["guide"],
    load: async () => (await import("./guide/GuideView.tsx")).GuideView,
  },
  inspect: {
    areas: ["inspect", "data", "evaluate"],
    load: async () => (await import("./inspect/InspectView.tsx")).InspectView,
  },
  label: {
    areas: ["label", "data"],
    load: async () => (await import("./label/LabelView.tsx")).LabelView,
  },
  runs: {
    areas: ["runs"],
    load: async () => (await import("./runs/RunsView.tsx")).RunsView,
  },
} satisfies Record<string, LaterView>;

async function fetchView({ areas, load }: LaterView): Promise<ComponentType> {
  const [view] = await Promise.all([load(), loadAreas(areas)]);
  return view;
}

function later(view: LaterView): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: await fetchView(view) }));
}

// biome-ignore lint/suspicious/noShadowRestrictedNames: the view of that name; no buffers are read here
export const DataView = later(LATER.data);
export const EvaluateView = later(LATER.evaluate);
export const GuideView = later(LATER.guide);
export const InspectView = later(LATER.inspect);
export const LabelView = later(LATER.label);
export const RunsView = later(LATER.runs);

/** Fetches what is not there yet, so that opening a view does not wait for it. */
export function fetchLaterViews(): void {
  // A view that cannot be fetched now is asked for again, and fails in sight, when it is opened.
  for (const view of Object.values(LATER)) fetchView(view).catch(() => {});
}
