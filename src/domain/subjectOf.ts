// What a chain is about: its question and, where it has one, its image. Many sets ask the same words about
// one image after another; those are as many questions.
import type { Chain } from "./chain.ts";
import { pathInArchive } from "./pathInArchive.ts";

const OUTER_MARKS = new Set(" \"'.:?!");

/** The same text for chains about the same question and image, whatever file or archive they came in. */
export function subjectOf({ question, imagePath }: Pick<Chain, "question" | "imagePath">): string {
  const words = normaliseQuestion(question);
  return imagePath === null ? words : `${words}\n${pathInArchive(imagePath)}`;
}

/** Case, blanks, punctuation at the ends and a leading "Question:" make no other question. */
function normaliseQuestion(question: string): string {
  const text = question
    .normalize("NFKC")
    .toLowerCase()
    .trimStart()
    .replace(/^question\s*:/, "")
    .replace(/\s+/g, " ");
  let start = 0;
  let end = text.length;
  while (start < end && OUTER_MARKS.has(text[start]!)) start++;
  while (end > start && OUTER_MARKS.has(text[end - 1]!)) end--;
  return text.slice(start, end);
}
