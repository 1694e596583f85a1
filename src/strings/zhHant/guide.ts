// The guide's frame: search, contents, examples' controls.

import type { Translation } from "../areas.ts";
import type en from "../en/guide.ts";

export default {} satisfies Translation<typeof en>;
