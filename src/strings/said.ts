// What the worker says, in the language shown. The worker writes English; the page knows its sentences as
// templates (`said` of an area) and says the same in its own language. A sentence that is no template, such as
// an error's message, stays English.
import { SAID_AREAS, shownLanguage, wordsInstance } from "./strings.ts";

const AREAS = ["train", "notices", ...SAID_AREAS] as const;

interface Template {
  key: string;
  pattern: RegExp;
}

let compiled: { areas: number; templates: readonly Template[] } = { areas: 0, templates: [] };

/** The English templates of the areas whose words have been fetched. */
function knownTemplates(): readonly Template[] {
  const bundles = AREAS.flatMap((area) => {
    const bundle: unknown = wordsInstance.getResourceBundle("en", area);
    return typeof bundle === "object" && bundle !== null && "said" in bundle
      ? [[area, bundle.said as Record<string, string>] as const]
      : [];
  });
  if (compiled.areas !== bundles.length) {
    const all = bundles.flatMap(([area, said]) =>
      Object.entries(said).map(([key, words]) => ({ key: `${area}:said.${key}`, words })),
    );
    compiled = {
      areas: bundles.length,
      templates: all
        // The more is fixed in a template the sooner it is tried: "{{prm}}, weighted vote" fits many.
        .sort((a, b) => fixedLength(b.words) - fixedLength(a.words))
        .map(({ key, words }) => ({ key, pattern: patternOf(words) })),
    };
  }
  return compiled.templates;
}

const PLACEHOLDER = /\{\{(\w+)\}\}/;

function fixedLength(words: string): number {
  return words.replaceAll(new RegExp(PLACEHOLDER, "g"), "").length;
}

/** A field of a row is one word. */
const FIELD = "[\\w.\\[\\]]+";

/** Fits the sentence with anything in the places of its placeholders. */
function patternOf(words: string): RegExp {
  const parts = words.split(PLACEHOLDER).map((part, place) =>
    // The odd ones are the names between the braces.
    place % 2 === 1
      ? `(?<${part}>${part === "field" ? FIELD : ".+?"})`
      : part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"),
  );
  return new RegExp(`^${parts.join("")}$`, "su");
}

/**
 * A sentence of the worker in the language shown; as it is where it is English or no template fits. What
 * stands in a placeholder whose name begins with "said" is itself said by the worker.
 */
export function said(text: string): string {
  if (shownLanguage() === "en") return text;
  for (const { key, pattern } of knownTemplates()) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const values = Object.entries(found.groups ?? {}).map(([name, value]) => [
      name,
      name.startsWith("said") ? said(value) : value,
    ]);
    return String(wordsInstance.t(key as never, Object.fromEntries(values)));
  }
  return text;
}
