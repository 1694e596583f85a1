// What every engine is built from: a layout, the encoded sets, and how the upper loss is taken.
import type { Aggregation, MetaLoss } from "../../domain/runConfig.ts";
import type {
  RowMetaSet,
  RowTrainSet,
  SequenceMetaSet,
  SequenceTrainSet,
  VectorMetaSet,
  VectorTrainSet,
} from "../encoders/encoded.ts";
import type { HeadLayout, LexicalLayout, TransformerLayout } from "./layout.ts";

interface UpperLoss {
  metaLoss: MetaLoss;
  aggregation: Aggregation;
}

export interface LexicalData extends UpperLoss {
  kind: "lexical";
  layout: LexicalLayout;
  train: RowTrainSet;
  /** Null where nothing upper is computed (vanilla, fixed). */
  meta: RowMetaSet | null;
}

export interface TransformerData extends UpperLoss {
  kind: "transformer";
  layout: TransformerLayout;
  train: SequenceTrainSet;
  /** Null where nothing upper is computed (vanilla, fixed). */
  meta: SequenceMetaSet | null;
}

export interface FrozenData extends UpperLoss {
  kind: "frozen";
  layout: HeadLayout;
  train: VectorTrainSet;
  /** Null where nothing upper is computed (vanilla, fixed). */
  meta: VectorMetaSet | null;
}

export type EngineData = LexicalData | TransformerData | FrozenData;
