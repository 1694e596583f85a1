// What the page and a session's worker say to each other.
import type { RunReport } from "../peers/peer.ts";
import type { PagePeer, Workload } from "../peers/workload.ts";
import type { DeviceCounts } from "./deviceCounts.ts";

export type SessionCommand =
  | { op: "open"; peer: PagePeer; workload: Workload }
  | { op: "run"; steps: number };

/** A run with what it asked of the device; bytes are those alive after it. */
export interface CountedReport extends RunReport {
  counts: DeviceCounts;
}

export type SessionAnswer =
  | { op: "opened"; device: string }
  | { op: "ran"; report: CountedReport }
  | { op: "failed"; message: string };
