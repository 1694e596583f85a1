// What can be done with a chart: save it, read it as a table.

import type { Translation } from "../areas.ts";
import type en from "../en/chartTools.ts";

export default {} satisfies Translation<typeof en>;
