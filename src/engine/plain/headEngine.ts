// PrmEngine in typed arrays: a head on a frozen encoder's vectors, on the CPU.
import type { FrozenData } from "../prm/engineData.ts";
import type { FloatArrayKind } from "./arraySpace.ts";
import { createHeadPrm } from "./headPrm.ts";
import { createPlainRowEngine, type PlainRowEngine } from "./rowEngine.ts";

export function createPlainHeadEngine(data: FrozenData, Kind: FloatArrayKind): PlainRowEngine {
  const { layout, train, meta, metaLoss, aggregation } = data;
  return createPlainRowEngine(
    createHeadPrm(layout),
    {
      paramCount: layout.size,
      train: { ...train, rows: train.vectors },
      meta: meta && { ...meta, rows: meta.vectors },
      metaLoss,
      aggregation,
    },
    Kind,
  );
}
