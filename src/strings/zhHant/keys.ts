// Keyboard sheet and command palette.

import type { Translation } from "../areas.ts";
import type en from "../en/keys.ts";

export default {} satisfies Translation<typeof en>;
