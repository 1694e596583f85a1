// How the fifteen domains talk: settings, questions and step openings in the words of four families.
// The names and words are the suite's own and belong to no real data set.

export const FAMILIES = ["science", "chart", "geometry", "commonsense"] as const;
export type Family = (typeof FAMILIES)[number];

export interface Wording {
  name: string;
  family: Family;
  /** States the start: "… reads {start}." */
  setting: string;
  /** Introduces the list of actions. */
  list: string;
  /** Asks for the last state. */
  ask: string;
  /** Openings of a step; one is drawn for each. */
  openings: readonly string[];
}

export const WORDINGS = [
  {
    name: "titration_dial",
    family: "science",
    setting: "The dial of a burette stands at {start}.",
    list: "The protocol applies in order",
    ask: "Which digit does the dial show after the last drop?",
    openings: ["The dial moves:", "At the burette,"],
  },
  {
    name: "bar_heights",
    family: "chart",
    setting: "The first bar of a chart has height {start}.",
    list: "Each further bar follows from the one before by",
    ask: "How high is the last bar?",
    openings: ["Next bar:", "Reading the axis,"],
  },
  {
    name: "polygon_corners",
    family: "geometry",
    setting: "A marker lies on corner {start} of a ten-sided polygon.",
    list: "It is moved around the outline by",
    ask: "On which corner does the marker end?",
    openings: ["Around the outline:", "From this corner,"],
  },
  {
    name: "kitchen_portions",
    family: "commonsense",
    setting: "A cook writes {start} portions on the board.",
    list: "During the evening the note is changed by",
    ask: "Which digit is on the board when the kitchen closes?",
    openings: ["On the board,", "The cook writes:"],
  },
  {
    name: "circuit_counter",
    family: "science",
    setting: "A decade counter in a circuit holds {start}.",
    list: "The pulses act on it as",
    ask: "What does the counter hold in the end?",
    openings: ["The pulse arrives:", "In the register,"],
  },
  {
    name: "pie_sectors",
    family: "chart",
    setting: "A pie chart gives {start} tenths to the first sector.",
    list: "Sector after sector the share changes by",
    ask: "How many tenths has the last sector?",
    openings: ["Next sector:", "By the legend,"],
  },
  {
    name: "folded_tiles",
    family: "geometry",
    setting: "A strip of tiles is folded at tile {start}.",
    list: "Further folds shift the crease by",
    ask: "At which tile is the final crease?",
    openings: ["Folding again,", "The crease shifts:"],
  },
  {
    name: "orbit_phases",
    family: "science",
    setting: "A moon is in phase {start} of ten.",
    list: "The almanac advances it by",
    ask: "In which phase is the moon at last?",
    openings: ["By the almanac,", "The moon advances:"],
  },
  {
    name: "line_trends",
    family: "chart",
    setting: "A line chart begins at level {start}.",
    list: "From point to point the level changes by",
    ask: "At which level does the line end?",
    openings: ["At the next point,", "The line runs:"],
  },
  {
    name: "calendar_errands",
    family: "commonsense",
    setting: "An errand is planned for slot {start} of the day.",
    list: "Phone calls reschedule it by",
    ask: "In which slot is the errand done?",
    openings: ["After the call,", "Rescheduled:"],
  },
  {
    name: "circle_marks",
    family: "geometry",
    setting: "A pointer rests on mark {start} of a circle.",
    list: "A compass turns the pointer by",
    ask: "On which mark does the pointer rest finally?",
    openings: ["The pointer turns:", "On the circle,"],
  },
  {
    name: "cell_colonies",
    family: "science",
    setting: "A dish is labelled with {start} colonies.",
    list: "The lab log records the treatments",
    ask: "Which digit stands on the label after the last treatment?",
    openings: ["Under the lens,", "The log says:"],
  },
  {
    name: "map_grid",
    family: "chart",
    setting: "A route on a map grid starts in column {start}.",
    list: "The directions change the column by",
    ask: "In which column does the route end?",
    openings: ["Along the route,", "On the grid:"],
  },
  {
    name: "bus_seats",
    family: "commonsense",
    setting: "A bus leaves the depot with {start} free seats.",
    list: "At the stops the driver's tally goes",
    ask: "Which digit does the tally show at the terminus?",
    openings: ["At this stop,", "The driver notes:"],
  },
  {
    name: "mirror_grid",
    family: "geometry",
    setting: "A point lies in row {start} of a lattice.",
    list: "Reflections and shifts take it through",
    ask: "In which row does the point lie afterwards?",
    openings: ["In the lattice,", "The point goes:"],
  },
] as const satisfies readonly Wording[];

export type SuiteDomainName = (typeof WORDINGS)[number]["name"];
