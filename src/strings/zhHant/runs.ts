// The Runs view.

import type { Translation } from "../areas.ts";
import type en from "../en/runs.ts";

export default {} satisfies Translation<typeof en>;
