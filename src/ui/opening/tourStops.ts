// The stops of the guided tour: which control each stands at, and in which view that control is.
import type { View } from "../../store/viewStore.ts";

export interface TourStop {
  /** Its words (opening:tourWords). */
  name: "run" | "lines" | "bars" | "why" | "inspect" | "verdict" | "share";
  view: View;
  /** Value of `data-tour` of what it stands at; the first there that can be seen. */
  anchors: readonly string[];
}

export const TOUR_STOPS: readonly TourStop[] = [
  { name: "run", view: "train", anchors: ["run"] },
  { name: "lines", view: "train", anchors: ["lines", "weights"] },
  { name: "bars", view: "train", anchors: ["bars", "weights"] },
  { name: "why", view: "train", anchors: ["why"] },
  { name: "inspect", view: "inspect", anchors: ["chains", "tab inspect"] },
  { name: "verdict", view: "evaluate", anchors: ["verdict", "tab evaluate"] },
  { name: "share", view: "train", anchors: ["share", "help"] },
];
