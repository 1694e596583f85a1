// The guide in Traditional Chinese: a Markdown file a section, fetched together when the guide is opened.
import type { GuideFiles } from "../guideText.ts";

export const GUIDE_FILES: GuideFiles = import.meta.glob("./zhHant/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});
