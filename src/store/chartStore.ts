// How charts are looked at, the same in all views: against what, on which scale, which lines are singled out,
// and what is under the pointer. Nothing here changes a run.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ChartMemory } from "../storage/rememberedCharts.ts";
import type { RunStore } from "./runStore.ts";
import { convertX, type XUnit } from "./traceUnits.ts";
import type { ViewStore } from "./viewStore.ts";

export const VALUE_SCALES = ["linear", "log"] as const;
export type ValueScale = (typeof VALUE_SCALES)[number];

export const LEGEND_ORDERS = ["given", "name", "value"] as const;
export type LegendOrder = (typeof LEGEND_ORDERS)[number];

/** A line of the charts of one scope: those that show the same runs, or a chart of its own. */
export interface SeriesRef {
  scope: string;
  id: string;
}

export interface ChartState {
  xUnit: XUnit;
  /** Of charts whose scale was chosen, by chart id. */
  scales: Readonly<Record<string, ValueScale>>;
  legendOrder: LegendOrder;
  /** Series shown alone, by scope; all where there is no entry. Never empty. */
  isolated: Readonly<Record<string, readonly string[]>>;
  /** Where the pointer is in x, in the unit; shared by all charts. */
  hoverX: number | null;
  hoveredSeries: SeriesRef | null;

  /** The zoom is kept: it is converted by the points of the main run, and ends where there are none. */
  setXUnit(unit: XUnit): void;
  setScale(chart: string, scale: ValueScale): void;
  setLegendOrder(order: LegendOrder): void;
  /** Only this series is shown; all again where it was the only one. */
  isolate(scope: string, id: string): void;
  /** Shows this series beside those that are singled out, or no longer. */
  keepBeside(scope: string, id: string): void;
  showAll(scope: string): void;
  hoverAt(x: number | null): void;
  hoverSeries(series: SeriesRef | null): void;
}

export type ChartStore = StoreApi<ChartState>;

export interface ChartStoreParts {
  view: ViewStore;
  run: RunStore;
  /** Choices are forgotten with the page where it is left out. */
  memory?: ChartMemory | undefined;
}

export function createChartStore({ view, run, memory }: ChartStoreParts): ChartStore {
  const remembered = memory?.read() ?? null;
  if (remembered !== null) view.getState().setSmoothing(remembered.smoothing);
  const store = createStore<ChartState>()((set, get) => {
    function single(scope: string, ids: readonly string[]): void {
      const { [scope]: _, ...others } = get().isolated;
      set({ isolated: ids.length === 0 ? others : { ...others, [scope]: ids } });
    }
    return {
      xUnit: remembered?.xUnit ?? "step",
      scales: remembered?.scales ?? {},
      legendOrder: remembered?.legendOrder ?? "given",
      isolated: {},
      hoverX: null,
      hoveredSeries: null,
      setXUnit(unit) {
        const { xUnit } = get();
        if (unit === xUnit) return;
        const { zoom } = view.getState();
        if (zoom !== null) {
          const points = run.getState().main?.history.points();
          const convert = (x: number) =>
            points === undefined ? Number.NaN : convertX(points, xUnit, unit, x);
          const [low, high] = [convert(zoom[0]), convert(zoom[1])];
          view.getState().zoomTo(high > low ? [low, high] : null);
        }
        set({ xUnit: unit, hoverX: null });
        view.getState().hoverAt(null);
      },
      setScale: (chart, scale) => set({ scales: { ...get().scales, [chart]: scale } }),
      setLegendOrder: (legendOrder) => set({ legendOrder }),
      isolate(scope, id) {
        const now = get().isolated[scope];
        single(scope, now?.length === 1 && now[0] === id ? [] : [id]);
      },
      keepBeside(scope, id) {
        const now = get().isolated[scope] ?? [];
        single(scope, now.includes(id) ? now.filter((other) => other !== id) : [...now, id]);
      },
      showAll: (scope) => single(scope, []),
      hoverAt(x) {
        if (get().hoverX === x) return;
        set({ hoverX: x });
        const points = run.getState().main?.history.points();
        const isStep = x === null || get().xUnit === "step" || points === undefined;
        const step = isStep ? x : convertX(points, get().xUnit, "step", x);
        view.getState().hoverAt(Number.isNaN(step) ? null : step);
      },
      hoverSeries(series) {
        const before = get().hoveredSeries;
        if (before?.id === series?.id && before?.scope === series?.scope) return;
        set({ hoveredSeries: series });
      },
    };
  });
  if (memory !== undefined) {
    const keep = () => {
      const { xUnit, scales, legendOrder } = store.getState();
      memory.keep({ xUnit, scales, legendOrder, smoothing: view.getState().smoothing });
    };
    store.subscribe((state, before) => {
      const isSame =
        state.xUnit === before.xUnit &&
        state.scales === before.scales &&
        state.legendOrder === before.legendOrder;
      if (!isSame) keep();
    });
    view.subscribe((state, before) => {
      if (state.smoothing !== before.smoothing) keep();
    });
  }
  return store;
}
