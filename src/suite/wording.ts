// How the fifteen domains talk: settings, questions and step openings in the words of four families. Eight
// of them show the start in a picture in place of saying it. The names and words are the suite's own and
// belong to no real data set.
import type { PictureKind } from "./drawPictures.ts";

export const FAMILIES = ["science", "chart", "geometry", "commonsense"] as const;
export type Family = (typeof FAMILIES)[number];

export interface Wording {
  name: string;
  family: Family;
  /** States the start: "… reads {start}."; with a picture, says where in it the start can be seen. */
  setting: string;
  /** What the picture is of that shows the start; null: the setting states it. */
  picture: PictureKind | null;
  /** Introduces the list of actions. */
  list: string;
  /** Asks for the last state. */
  ask: string;
  /**
   * What a step is called: one word a family, so that a step alone does not name its domain (a PRM
   * that can tell would keep a bad domain's teaching apart, and no weighting would matter).
   */
  unit: string;
}

export const WORDINGS = [
  {
    name: "titration_dial",
    family: "science",
    setting: "The dial of a burette stands at {start}.",
    picture: null,
    list: "The protocol applies in order",
    ask: "Which digit does the dial show after the last drop?",
    unit: "readings",
  },
  {
    name: "bar_heights",
    family: "chart",
    setting: "A new chart begins with a bar as high as the red one in the picture.",
    picture: "bars",
    list: "Each further bar follows from the one before by",
    ask: "How high is the last bar?",
    unit: "entries",
  },
  {
    name: "polygon_corners",
    family: "geometry",
    setting: "A marker lies on the red corner of the ten-sided polygon in the picture.",
    picture: "polygon",
    list: "It is moved around the outline by",
    ask: "On which corner does the marker end?",
    unit: "moves",
  },
  {
    name: "kitchen_portions",
    family: "commonsense",
    setting: "A cook writes {start} portions on the board.",
    picture: null,
    list: "During the evening the note is changed by",
    ask: "Which digit is on the board when the kitchen closes?",
    unit: "changes",
  },
  {
    name: "circuit_counter",
    family: "science",
    setting: "A decade counter in a circuit holds {start}.",
    picture: null,
    list: "The pulses act on it as",
    ask: "What does the counter hold in the end?",
    unit: "readings",
  },
  {
    name: "pie_sectors",
    family: "chart",
    setting: "A pie chart gives its first sector the tenths before the red mark in the picture.",
    picture: "pie",
    list: "Sector after sector the share changes by",
    ask: "How many tenths has the last sector?",
    unit: "entries",
  },
  {
    name: "folded_tiles",
    family: "geometry",
    setting: "A strip of tiles is folded at tile {start}.",
    picture: null,
    list: "Further folds shift the crease by",
    ask: "At which tile is the final crease?",
    unit: "moves",
  },
  {
    name: "orbit_phases",
    family: "science",
    setting: "A moon is in phase {start} of ten.",
    picture: null,
    list: "The almanac advances it by",
    ask: "In which phase is the moon at last?",
    unit: "readings",
  },
  {
    name: "line_trends",
    family: "chart",
    setting: "A line chart begins at the level of the red point in the picture.",
    picture: "line",
    list: "From point to point the level changes by",
    ask: "At which level does the line end?",
    unit: "entries",
  },
  {
    name: "calendar_errands",
    family: "commonsense",
    setting: "An errand is planned for slot {start} of the day.",
    picture: null,
    list: "Phone calls reschedule it by",
    ask: "In which slot is the errand done?",
    unit: "changes",
  },
  {
    name: "circle_marks",
    family: "geometry",
    setting: "A pointer rests on the mark of the red tip in the picture.",
    picture: "dial",
    list: "A compass turns the pointer by",
    ask: "On which mark does the pointer rest finally?",
    unit: "moves",
  },
  {
    name: "cell_colonies",
    family: "science",
    setting: "A dish is labelled with {start} colonies.",
    picture: null,
    list: "The lab log records the treatments",
    ask: "Which digit stands on the label after the last treatment?",
    unit: "readings",
  },
  {
    name: "map_grid",
    family: "chart",
    setting: "A route on a map grid starts in the column of the red flag in the picture.",
    picture: "map",
    list: "The directions change the column by",
    ask: "In which column does the route end?",
    unit: "entries",
  },
  {
    name: "bus_seats",
    family: "commonsense",
    setting:
      "A bus leaves the depot with as many free seats as are left of the red one in the picture.",
    picture: "bus",
    list: "At the stops the driver's tally goes",
    ask: "Which digit does the tally show at the terminus?",
    unit: "changes",
  },
  {
    name: "mirror_grid",
    family: "geometry",
    setting: "A point lies in the row of the red dot in the picture of a lattice.",
    picture: "lattice",
    list: "Reflections and shifts take it through",
    ask: "In which row does the point lie afterwards?",
    unit: "moves",
  },
] as const satisfies readonly Wording[];

export type SuiteDomainName = (typeof WORDINGS)[number]["name"];
