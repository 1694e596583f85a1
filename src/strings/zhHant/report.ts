// The report of a run as a page of its own.

import type { Translation } from "../areas.ts";
import type en from "../en/report.ts";

export default {} satisfies Translation<typeof en>;
