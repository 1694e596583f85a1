// Stands in for react-style-singleton, with which Radix' dialogs and menus lock the page's scrolling. That one
// puts a <style> into the page, which the app's Content-Security-Policy forbids; a constructed style sheet
// that the document adopts is none of a page's text and may stay (vite.config.ts puts this in its place).
import { useEffect } from "react";

/** A component that holds its styles in the document while at least one of it is mounted. The first one's count. */
export function styleSingleton(): (props: { styles: string }) => null {
  const sheet = new CSSStyleSheet();
  let mounted = 0;
  return function AdoptedStyle({ styles }) {
    useEffect(() => {
      if (mounted++ === 0) {
        sheet.replaceSync(styles);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      }
      return () => {
        if (--mounted > 0) return;
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
      };
    }, [styles]);
    return null;
  };
}
