// The Inspect view.

import type { Translation } from "../areas.ts";
import type en from "../en/inspect.ts";

export default {} satisfies Translation<typeof en>;
