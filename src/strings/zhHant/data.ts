// The Data view.

import type { Translation } from "../areas.ts";
import type en from "../en/data.ts";

export default {} satisfies Translation<typeof en>;
