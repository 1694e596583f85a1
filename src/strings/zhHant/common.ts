// Words used all over the app.

import type { Translation } from "../areas.ts";
import type en from "../en/common.ts";

export default {} satisfies Translation<typeof en>;
