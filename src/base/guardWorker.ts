// Imported by every worker before anything else: from here on it connects to nothing that was not opened.
import { guardConnections } from "./openConnections.ts";

guardConnections(globalThis);
