// The guide's text in the language shown, and the code that sets it (Markdown, KaTeX, examples): fetched when
// the guide is first opened, there at once the next time.
import { type ComponentType, useEffect, useState } from "react";
import { type ErrorReport, toErrorReport } from "../../base/errors.ts";
import type { Language } from "../../strings/areas.ts";
import { shownLanguage, t } from "../../strings/strings.ts";
import type { GuideArticleProps } from "./GuideArticle.tsx";
import { type GuideText, loadGuideText } from "./guideText.ts";

export interface GuideBook {
  text: GuideText;
  Article: ComponentType<GuideArticleProps>;
}

const fetched = new Map<Language, GuideBook>();

async function fetchBook(language: Language): Promise<GuideBook> {
  const [{ GuideArticle: Article }, text] = await Promise.all([
    import("./GuideArticle.tsx"),
    loadGuideText(language),
  ]);
  const book = { Article, text };
  fetched.set(language, book);
  return book;
}

export function useGuideBook(): {
  book: GuideBook | null;
  error: ErrorReport | null;
  fetchAgain: () => void;
} {
  const language = shownLanguage();
  const [book, setBook] = useState(() => fetched.get(language) ?? null);
  const [error, setError] = useState<ErrorReport | null>(null);
  const [attempt, setAttempt] = useState(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every attempt fetches anew
  useEffect(() => {
    if (book !== null) return;
    let isWanted = true;
    setError(null);
    fetchBook(language).then(
      (there) => isWanted && setBook(there),
      (reason) =>
        isWanted &&
        setError({ ...toErrorReport(reason), message: t("common:notFetched"), hint: "" }),
    );
    return () => {
      isWanted = false;
    };
  }, [language, attempt, book]);
  return { book, error, fetchAgain: () => setAttempt((before) => before + 1) };
}
