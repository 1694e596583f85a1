// PrmEngine on WebGPU for the lexical PRM: the data resident, batches gathered on the GPU by row number,
// a lower step in a handful of dispatches and one submission.
import type { PrmEngine } from "../../bilevel/prmEngine.ts";
import type { RowMetaSet, RowTrainSet } from "../../encoders/encoded.ts";
import { chainBatch } from "../../prm/chainBatch.ts";
import type { LexicalData } from "../../prm/engineData.ts";
import { recordAdamW } from "../gpuAdamW.ts";
import { chainHalves } from "../gpuChainHalves.ts";
import { type GpuChains, recordMetaLoss, uploadChains } from "../gpuMetaLoss.ts";
import { type GpuRecorder, type GpuVector, workgroupsFor } from "../gpuRecorder.ts";
import { createGpuSpace, GpuScopes } from "../gpuSpace.ts";
import { BATCH_HEADER, keepsSlots, lexicalKernels, ROWS_A_WORD } from "./lexicalKernels.ts";

interface RowBatch {
  /** Rows R. */
  count: number;
  /** See BATCH_HEADER. */
  rows: GpuVector;
}

/** What a row's forward pass leaves for the way back. */
interface RowState {
  state: GpuVector;
  /** The batch's values by bucket and row; null where that would be too large. */
  slots: GpuVector | null;
}

type MetaBatch = RowBatch & { chains: GpuChains };

export type GpuLexicalEngine = PrmEngine<GpuVector, GpuVector, RowBatch, MetaBatch>;

/** A set's rows on the GPU. */
interface ResidentRows {
  start: GpuVector;
  features: GpuVector;
  values: GpuVector;
}

function residentRows(recorder: GpuRecorder, { rows }: RowTrainSet | RowMetaSet): ResidentRows {
  return {
    start: recorder.upload(rows.start),
    features: recorder.upload(rows.features),
    values: recorder.upload(rows.values),
  };
}

/** Label and domain of each row, side by side. */
function residentGoals(recorder: GpuRecorder, train: RowTrainSet): GpuVector {
  const goals = new Float32Array(2 * train.rows.count);
  for (let row = 0; row < train.rows.count; row++) {
    goals[2 * row] = train.labels[row]!;
    goals[2 * row + 1] = train.domains[row]!;
  }
  return recorder.upload(goals);
}

/** All buckets, the most used of the training set first. */
function bucketsByUse({ rows }: RowTrainSet, buckets: number): Uint32Array {
  const uses = new Uint32Array(buckets);
  for (const bucket of rows.features) uses[bucket]!++;
  return Uint32Array.from(uses.keys()).sort((a, b) => uses[b]! - uses[a]!);
}

/** Throws RangeError where a set is larger than the GPU binds in one buffer. */
export function createGpuLexicalEngine(recorder: GpuRecorder, data: LexicalData): GpuLexicalEngine {
  const { layout, train, meta } = data;
  const scopes = new GpuScopes(recorder);
  const space = createGpuSpace(recorder, scopes);
  const kernels = lexicalKernels(layout);
  const trainRows = residentRows(recorder, train);
  const goals = residentGoals(recorder, train);
  const bucketOrder = recorder.upload(bucketsByUse(train, layout.encoder.buckets));
  const domainCount = recorder.upload(Uint32Array.of(train.domainCount));
  const metaRows = meta ? residentRows(recorder, meta) : null;
  /** Masks by their number of words; all zero between gradients. */
  const masks = new Map<number, GpuVector>();

  function rowBatch(rows: ArrayLike<number>): RowBatch {
    const count = rows.length;
    const upload = new Uint32Array(BATCH_HEADER + count);
    upload[0] = count;
    upload[1] = Math.ceil(count / ROWS_A_WORD);
    upload.set(rows, BATCH_HEADER);
    return { count, rows: recorder.uploadOnce(upload) };
  }

  function maskFor(batch: RowBatch): GpuVector {
    const words = Math.ceil(batch.count / ROWS_A_WORD) * layout.encoder.buckets;
    let mask = masks.get(words);
    if (!mask) {
      // Buffers from the pool hold what was there before.
      mask = recorder.upload(new Uint32Array(words));
      masks.set(words, mask);
    }
    return mask;
  }

  /** Features → the bag. Where a gradient will follow, marks the masks, and keeps the values by bucket. */
  function recordBag(
    params: GpuVector,
    rows: ResidentRows,
    batch: RowBatch,
    isMarked: boolean,
  ): RowState {
    const state = scopes.allocate(batch.count * kernels.stateFloats);
    const slots =
      isMarked && keepsSlots(layout, batch.count)
        ? scopes.allocate(batch.count * layout.encoder.buckets)
        : null;
    const vectors = [params, batch.rows, rows.start, rows.features, rows.values, state];
    recorder.dispatch(
      isMarked ? kernels.bagMarked[slots ? "kept" : "searched"] : kernels.bag,
      [...vectors, ...(isMarked ? [maskFor(batch)] : []), ...(slots ? [slots] : [])],
      workgroupsFor(batch.count * kernels.bagPasses),
    );
    return { state, slots };
  }

  /** Every parameter's gradient from what the row kernels left in `state`. */
  function recordGradient(
    rows: ResidentRows,
    batch: RowBatch,
    { state, slots }: RowState,
    logitGradient: GpuVector,
  ): GpuVector {
    const gradient = scopes.allocate(layout.size);
    recorder.dispatch(
      kernels.dense,
      [batch.rows, state, logitGradient, gradient],
      workgroupsFor(kernels.denseInvocations),
    );
    recorder.dispatch(
      kernels.table[slots ? "kept" : "searched"],
      [
        batch.rows,
        ...(slots ? [slots] : [rows.start, rows.features, rows.values]),
        state,
        bucketOrder,
        maskFor(batch),
        gradient,
      ],
      workgroupsFor(layout.encoder.buckets),
    );
    return gradient;
  }

  function recordDomainLosses(batch: RowBatch, outcome: GpuVector): GpuVector {
    const losses = scopes.allocate(train.domainCount);
    recorder.dispatch(
      kernels.domainLosses,
      [batch.rows, outcome, domainCount, losses],
      workgroupsFor(train.domainCount),
    );
    return losses;
  }

  function recordMetaForward(params: GpuVector, batch: MetaBatch, isMarked: boolean) {
    const rowState = recordBag(params, metaRows!, batch, isMarked);
    const logits = scopes.allocate(batch.count);
    recorder.dispatch(
      kernels.forwardRow,
      [params, batch.rows, rowState.state, logits],
      workgroupsFor(batch.count),
    );
    return { rowState, logits };
  }

  function recordMetaBackward(
    params: GpuVector,
    batch: MetaBatch,
    { rowState }: ReturnType<typeof recordMetaForward>,
    logitGradient: GpuVector,
  ): GpuVector {
    recorder.dispatch(
      kernels.backwardRow,
      [params, batch.rows, logitGradient, rowState.state],
      workgroupsFor(batch.count),
    );
    return recordGradient(metaRows!, batch, rowState, logitGradient);
  }

  const metaLossOf = (logits: GpuVector, { chains }: MetaBatch) =>
    recordMetaLoss(recorder, scopes, data, logits, chains);

  return {
    space,
    domainCount: train.domainCount,
    paramCount: layout.size,
    trainBatch: rowBatch,

    metaBatch(chainIndices) {
      if (!meta) throw new Error("this engine was made without a meta set");
      const { rows, ...chains } = chainBatch(meta, chainIndices);
      return { ...rowBatch(rows), chains: uploadChains(recorder, chains) };
    },

    lowerGradient: (params, batch, weights) =>
      scopes.run(() => {
        const rowState = recordBag(params, trainRows, batch, true);
        const outcome = scopes.allocate(2 * batch.count);
        const logitGradient = scopes.allocate(batch.count);
        recorder.dispatch(
          kernels.lowerRow,
          [params, batch.rows, goals, weights, rowState.state, outcome, logitGradient],
          workgroupsFor(batch.count),
        );
        return {
          gradient: recordGradient(trainRows, batch, rowState, logitGradient),
          domainLosses: recordDomainLosses(batch, outcome),
        };
      }),

    domainLosses: (params, batch) =>
      scopes.run(() => {
        const { state } = recordBag(params, trainRows, batch, false);
        const outcome = scopes.allocate(2 * batch.count);
        recorder.dispatch(
          kernels.errorRow,
          [params, batch.rows, goals, state, outcome],
          workgroupsFor(batch.count),
        );
        return recordDomainLosses(batch, outcome);
      }),

    metaGradient: (params, batch) =>
      scopes.run(() => {
        const pass = recordMetaForward(params, batch, true);
        const { loss, logitGradient } = metaLossOf(pass.logits, batch);
        return { gradient: recordMetaBackward(params, batch, pass, logitGradient), loss };
      }),

    metaLoss: (params, batch) =>
      scopes.run(() => metaLossOf(recordMetaForward(params, batch, false).logits, batch).loss),

    chains: chainHalves(recorder, scopes, data, recordMetaForward, recordMetaBackward),

    adamW(state, gradient, hyper) {
      const updated = recordAdamW(recorder, space, state, gradient, hyper);
      recorder.submit();
      return updated;
    },
  };
}
