// The opening and the tour.

import type { Translation } from "../areas.ts";
import type en from "../en/opening.ts";

export default {} satisfies Translation<typeof en>;
