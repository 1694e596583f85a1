// What the stores say: notices, and why a control is off.

import type { Translation } from "../areas.ts";
import type en from "../en/notices.ts";

export default {} satisfies Translation<typeof en>;
