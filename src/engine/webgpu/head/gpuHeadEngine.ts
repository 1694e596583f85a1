// PrmEngine on WebGPU for a head on a frozen encoder's vectors: the vectors resident, batches gathered on the
// GPU, a lower step in two or three dispatches and AdamW, one submission.
import type { PrmEngine } from "../../bilevel/prmEngine.ts";
import type { VectorTrainSet } from "../../encoders/encoded.ts";
import {
  copyTable,
  type TableRows,
  tableRows,
  type VectorTable,
} from "../../encoders/vectorTable.ts";
import { chainBatch } from "../../prm/chainBatch.ts";
import type { FrozenData } from "../../prm/engineData.ts";
import type { HeadLayout } from "../../prm/layout.ts";
import { recordAdamW } from "../gpuAdamW.ts";
import { chainHalves } from "../gpuChainHalves.ts";
import { type GpuChains, recordMetaLoss, uploadChains } from "../gpuMetaLoss.ts";
import {
  type GpuRecorder,
  type GpuVector,
  type KernelSource,
  workgroupsFor,
} from "../gpuRecorder.ts";
import { createGpuSpace, GpuScopes } from "../gpuSpace.ts";
import { attentionKernels } from "./attentionHead.ts";
import { BATCH_HEADER, type Ending, type HeadKernels } from "./headKernels.ts";
import { linearKernels } from "./linearHead.ts";
import { mlpKernels } from "./mlpHead.ts";

interface VectorBatch {
  /** Rows R. */
  count: number;
  /** Vectors that the rows read, E. */
  vectors: number;
  /** See BATCH_HEADER. */
  batch: GpuVector;
}

type MetaBatch = VectorBatch & { chains: GpuChains };

export type GpuHeadEngine = PrmEngine<GpuVector, GpuVector, VectorBatch, MetaBatch>;

function kernelsOf(layout: HeadLayout): HeadKernels {
  switch (layout.head) {
    case "linear":
      return linearKernels(layout);
    case "mlp":
      return mlpKernels(layout);
    case "attention":
      return attentionKernels(layout);
    default:
      return layout satisfies never;
  }
}

/** A batch's upload; rows that attend to their prefix say where theirs begins among the vectors. */
function listRows(rows: ArrayLike<number>, { newest, prefix, prefixStart }: TableRows) {
  const count = rows.length;
  const starts = new Uint32Array(prefix ? count + 1 : 0);
  const vectors: number[] = [];
  for (let r = 0; r < count; r++) {
    const row = rows[r]!;
    if (!prefix) vectors.push(newest[row]!);
    else {
      for (let at = prefixStart[row]!; at < prefixStart[row + 1]!; at++) vectors.push(prefix[at]!);
      starts[r + 1] = vectors.length;
    }
  }
  const upload = new Uint32Array(BATCH_HEADER + count + vectors.length + starts.length);
  upload.set([count, vectors.length]);
  upload.set(rows, BATCH_HEADER);
  upload.set(vectors, BATCH_HEADER + count);
  upload.set(starts, BATCH_HEADER + count + vectors.length);
  return { upload, vectors: vectors.length };
}

/** Label and domain of each row, side by side. */
function goalsOf({ labels, domains }: VectorTrainSet): Float32Array {
  const goals = new Float32Array(2 * labels.length);
  labels.forEach((label, row) => {
    goals[2 * row] = label;
    goals[2 * row + 1] = domains[row]!;
  });
  return goals;
}

/** Throws RangeError where the vectors are more than the GPU binds in one buffer. */
export function createGpuHeadEngine(recorder: GpuRecorder, data: FrozenData): GpuHeadEngine {
  const { layout, train, meta } = data;
  const scopes = new GpuScopes(recorder);
  const space = createGpuSpace(recorder, scopes);
  const kernels = kernelsOf(layout);
  const [trainRows, metaRows] = tableRows(
    [train.vectors, ...(meta ? [meta.vectors] : [])],
    layout.head,
  ) as [TableRows, TableRows?];
  const resident = new Map<VectorTable, GpuVector>();
  const goal = recorder.upload(goalsOf(train));

  function valuesOf({ table }: TableRows): GpuVector {
    const known = resident.get(table);
    if (known) return known;
    const values = new Float32Array(table.vectors.length * table.width);
    copyTable(table, values, 0, table.width);
    const vector = recorder.upload(values);
    resident.set(table, vector);
    return vector;
  }
  const trainValues = valuesOf(trainRows);
  const metaValues = metaRows ? valuesOf(metaRows) : null;

  /** A dispatch of a kernel with the vectors that its bindings name. */
  function record(
    kernel: KernelSource,
    vectors: Readonly<Record<string, GpuVector>>,
    workgroups: number,
  ): void {
    const bound = kernel.bindings.map(({ name }) => vectors[name]!);
    recorder.dispatch(kernel, bound, workgroups);
  }

  function batchOf(rows: ArrayLike<number>, set: TableRows): VectorBatch {
    const { upload, vectors } = listRows(rows, set);
    return { count: rows.length, vectors, batch: recorder.uploadOnce(upload) };
  }

  /** Everything a pass has at hand, by the names of the kernels' bindings. */
  function recordForward(
    params: GpuVector,
    values: GpuVector,
    { count, vectors, batch }: VectorBatch,
    ending: Ending,
    given: Readonly<Record<string, GpuVector>> = {},
  ): Record<string, GpuVector> {
    const known = {
      ...given,
      params,
      values,
      batch,
      goal,
      outcome: scopes.allocate(2 * count),
      slopes: scopes.allocate(count),
      logits: scopes.allocate(count),
      state: scopes.allocate(kernels.stateFloats(count, vectors)),
    };
    if (kernels.before) record(kernels.before, known, kernels.beforeGroups(count, vectors));
    record(kernels.rows[ending], known, kernels.rowGroups(count));
    return known;
  }

  function recordMetaForward(params: GpuVector, batch: MetaBatch) {
    const known = recordForward(params, metaValues!, batch, "logits");
    return { known, logits: known["logits"]! };
  }

  function recordMetaBackward(
    _params: GpuVector,
    _batch: MetaBatch,
    { known }: ReturnType<typeof recordMetaForward>,
    logitGradient: GpuVector,
  ): GpuVector {
    const gradient = scopes.allocate(layout.size);
    const given = { ...known, slopes: logitGradient, gradient };
    record(kernels.gradient.alone, given, kernels.gradientGroups(0));
    return gradient;
  }

  const metaLossOf = (logits: GpuVector, { chains }: MetaBatch) =>
    recordMetaLoss(recorder, scopes, data, logits, chains);

  return {
    space,
    domainCount: train.domainCount,
    paramCount: layout.size,
    trainBatch: (rows) => batchOf(rows, trainRows),

    metaBatch(chainIndices) {
      if (!meta || !metaRows) throw new Error("this engine was made without a meta set");
      const { rows, ...chains } = chainBatch(meta, chainIndices);
      return { ...batchOf(rows, metaRows), chains: uploadChains(recorder, chains) };
    },

    lowerGradient: (params, batch, weights) =>
      scopes.run(() => {
        const known = recordForward(params, trainValues, batch, "lower", { weights });
        const gradient = scopes.allocate(layout.size);
        const losses = scopes.allocate(train.domainCount);
        const groups = kernels.gradientGroups(train.domainCount);
        record(kernels.gradient.withLosses, { ...known, gradient, losses }, groups);
        return { gradient, domainLosses: losses };
      }),

    domainLosses: (params, batch) =>
      scopes.run(() => {
        const known = recordForward(params, trainValues, batch, "errors");
        const losses = scopes.allocate(train.domainCount);
        record(kernels.losses, { ...known, losses }, workgroupsFor(train.domainCount));
        return losses;
      }),

    metaGradient: (params, batch) =>
      scopes.run(() => {
        const pass = recordMetaForward(params, batch);
        const { loss, logitGradient } = metaLossOf(pass.logits, batch);
        return { gradient: recordMetaBackward(params, batch, pass, logitGradient), loss };
      }),

    metaLoss: (params, batch) =>
      scopes.run(() => metaLossOf(recordMetaForward(params, batch).logits, batch).loss),

    chains: chainHalves(recorder, scopes, data, recordMetaForward, recordMetaBackward),

    adamW(state, gradient, hyper) {
      const updated = recordAdamW(recorder, space, state, gradient, hyper);
      recorder.submit();
      return updated;
    },
  };
}
