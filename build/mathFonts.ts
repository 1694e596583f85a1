// Vite plugin: of KaTeX's fonts only the WOFF2 ones, which every browser that runs the app reads, and those as
// files: the page's policy lets no font in from a data: address.
import type { Plugin } from "vite";

const KATEX_STYLES = /\/katex\/dist\/katex(\.min)?\.css/;
const OLDER_FORMATS = /,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\(["']?(?:woff|truetype)["']?\)/g;
const FONT = /\.(?:woff2?|ttf)$/;

export function mathFonts(): Plugin {
  return {
    name: "math-fonts",
    // Before the style sheet's addresses are made files of the build.
    enforce: "pre",
    config: () => ({
      build: { assetsInlineLimit: (path: string) => (FONT.test(path) ? false : undefined) },
    }),
    transform(code, id) {
      return KATEX_STYLES.test(id) ? { code: code.replace(OLDER_FORMATS, ""), map: null } : null;
    },
  };
}
