// Race of the weights and small multiples.

import type { Translation } from "../areas.ts";
import type en from "../en/race.ts";

export default {} satisfies Translation<typeof en>;
