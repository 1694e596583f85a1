// The guide in English: a Markdown file a section, fetched together when the guide is opened.
import type { GuideFiles } from "../guideText.ts";

export const GUIDE_FILES: GuideFiles = import.meta.glob("./en/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});
