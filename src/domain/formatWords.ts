// What a file was taken for, as the command line says it; the page has words of its own.
import type { FileSummary } from "./summary.ts";

export const FORMAT_WORDS: Readonly<Record<FileSummary["format"], string>> = {
  training: "DreamPRM training rows",
  meta: "a meta set",
  candidates: "candidates",
  mathShepherd: "Math-Shepherd rows",
  prm800k: "PRM800K rows",
  processBench: "ProcessBench rows",
  features: "vectors of steps",
  images: "images",
  unknown: "nothing recognised",
};
