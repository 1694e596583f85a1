// Draws the page anew, as a whole, when its language changes: words are read while drawing and kept nowhere.
import { I18nextProvider } from "react-i18next";
import { wordsInstance } from "../strings/strings.ts";
import { App } from "./App.tsx";
import { useView } from "./StudioContext.ts";

export function Root() {
  const language = useView((state) => state.language);
  return (
    <I18nextProvider i18n={wordsInstance}>
      <App key={language} />
    </I18nextProvider>
  );
}
