// Draws the page anew, as a whole, when its language changes: words are read while drawing and kept nowhere.
import { useEffect, useRef } from "react";
import { I18nextProvider } from "react-i18next";
import { wordsInstance } from "../strings/strings.ts";
import { App } from "./App.tsx";
import { focusMain } from "./focusMain.ts";
import { useView } from "./StudioContext.ts";

export function Root() {
  const language = useView((state) => state.language);
  const drawn = useRef(language);
  useEffect(() => {
    if (drawn.current === language) return;
    drawn.current = language;
    // What had the focus has gone with the old page.
    focusMain();
  }, [language]);
  return (
    <I18nextProvider i18n={wordsInstance}>
      <App key={language} />
    </I18nextProvider>
  );
}
