// The Evaluate view.

import type { Translation } from "../areas.ts";
import type en from "../en/evaluate.ts";

export default {} satisfies Translation<typeof en>;
