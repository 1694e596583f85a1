// The Train view beside charts and settings.

import type { Translation } from "../areas.ts";
import type en from "../en/train.ts";

export default {} satisfies Translation<typeof en>;
