// The guide's sections by their names in the address ("#guide/weights"); settings and panels link to them.

export const GUIDE_SECTIONS = [
  "start",
  "prm",
  "levels",
  "weights",
  "caution",
  "data",
  "labels",
  "features",
  "train",
  "charts",
  "verdict",
  "inspect",
  "runs",
  "share",
  "keys",
  "words",
] as const;
export type GuideSection = (typeof GUIDE_SECTIONS)[number];
