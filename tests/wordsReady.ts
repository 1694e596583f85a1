// Before each test file: the words of all areas, which in the page are fetched with the views.
import { LATER_WORDS, type LaterArea } from "../src/strings/areas.ts";
import { loadAreas } from "../src/strings/strings.ts";

await loadAreas(Object.keys(LATER_WORDS.en) as LaterArea[]);
