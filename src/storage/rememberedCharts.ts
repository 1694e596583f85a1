// How charts are looked at, in the browser: against what, on which scale each, in what order their legends are.
// Where storage is forbidden or what is kept is ill-formed, charts are as they are at first.
import { z } from "../base/zod.ts";
import { readItem } from "./rememberedItem.ts";

const STORAGE_KEY = "dreamprm-studio.charts";

const schema = z.object({
  version: z.literal(1),
  xUnit: z.enum(["step", "upper", "time"]),
  /** Of charts whose scale was chosen, by their id. */
  scales: z.record(z.string().max(100), z.enum(["linear", "log"])),
  legendOrder: z.enum(["given", "name", "value"]),
  /** Decay of the moving average. */
  smoothing: z.number().min(0).lt(1),
});

export type RememberedCharts = Omit<z.infer<typeof schema>, "version">;

export interface ChartMemory {
  /** Null where there is nothing, or nothing that can be read. */
  read(): RememberedCharts | null;
  keep(charts: RememberedCharts): void;
}

export function browserChartMemory(storage: () => Storage = () => localStorage): ChartMemory {
  return {
    read: () => readItem(storage, STORAGE_KEY, schema),
    keep(charts) {
      const kept: z.input<typeof schema> = { version: 1, ...charts };
      try {
        storage().setItem(STORAGE_KEY, JSON.stringify(kept));
      } catch {
        // it is then as at first the next time
      }
    },
  };
}
