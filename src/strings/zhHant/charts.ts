// The charts: axes, smoothing, legends, zoom.

import type { Translation } from "../areas.ts";
import type en from "../en/charts.ts";

export default {} satisfies Translation<typeof en>;
