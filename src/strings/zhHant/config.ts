// The settings of a run: labels, explanations, choices.

import type { Translation } from "../areas.ts";
import type en from "../en/config.ts";

export default {} satisfies Translation<typeof en>;
