// The Label view.

import type { Translation } from "../areas.ts";
import type en from "../en/label.ts";

export default {} satisfies Translation<typeof en>;
