// What is kept: notes, storage.

import type { Translation } from "../areas.ts";
import type en from "../en/workspace.ts";

export default {} satisfies Translation<typeof en>;
