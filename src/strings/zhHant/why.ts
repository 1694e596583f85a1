// The panel on why a weight moved.

import type { Translation } from "../areas.ts";
import type en from "../en/why.ts";

export default {} satisfies Translation<typeof en>;
