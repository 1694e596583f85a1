// Sharing: link and report.

import type { Translation } from "../areas.ts";
import type en from "../en/share.ts";

export default {} satisfies Translation<typeof en>;
