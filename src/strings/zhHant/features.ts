// Features of pretrained models, and mapping of unknown files.

import type { Translation } from "../areas.ts";
import type en from "../en/features.ts";

export default {} satisfies Translation<typeof en>;
