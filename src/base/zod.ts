// Zod as the whole app takes it. Left to itself it tries to compile its checks with `new Function`, which the
// app's Content-Security-Policy forbids: the attempt fails quietly but is reported as a violation. The setting
// must come before any schema is made, so schemas import Zod from here (tests/layers.ts holds them to it).
import { z } from "zod";

z.config({ jitless: true });

export { z };
