// The report as one HTML file: static markup, its style inside, a policy that lets nothing run and nothing be
// fetched, the app's colours in light and dark.
import { renderToStaticMarkup } from "react-dom/server";
import { shownLanguage } from "../../strings/strings.ts";
import tokens from "../theme/tokens.css?raw";
import { ReportPage, reportTitle } from "./ReportPage.tsx";
import style from "./report.css?raw";
import type { ReportContent } from "./reportContent.ts";

/** Nothing is run, nothing is fetched; images are in the file itself. */
export const REPORT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The whole file. Every text in it comes out as text, whatever it holds. */
export function reportHtml(content: ReportContent): string {
  const head = renderToStaticMarkup(
    <>
      <meta charSet="utf-8" />
      <meta httpEquiv="Content-Security-Policy" content={REPORT_POLICY} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{reportTitle(content)}</title>
    </>,
  );
  const body = renderToStaticMarkup(<ReportPage content={content} />);
  return `<!doctype html>
<html lang="${shownLanguage()}">
<head>${head}<style>${followScheme(tokens)}${style}</style></head>
<body>${body}</body>
</html>
`;
}

/**
 * The app's tokens, in which a script chooses the dark ones, as a page without script has them: by what the
 * reader prefers, and light on paper.
 */
export function followScheme(css: string): string {
  const blocks = [...css.matchAll(/:root(\[data-theme="dark"\])?\s*\{([^}]*)\}/g)];
  const of = (isDark: boolean) =>
    blocks
      .filter(([, dark]) => (dark !== undefined) === isDark)
      .map(([, , declarations]) => declarations ?? "")
      .join("");
  return `:root{${of(false)}}@media screen and (prefers-color-scheme:dark){:root{${of(true)}}}`;
}
