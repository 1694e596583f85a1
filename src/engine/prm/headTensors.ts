// A head as tensors that PyTorch's own modules load: what was learned about the vectors (centre, scale,
// directions) folded into the head, so that it reads a frozen encoder's vectors as they are.
import type { Projection } from "../encoders/projection.ts";
import type { HeadLayout, ParameterBlock } from "./layout.ts";

export interface NamedTensor {
  name: string;
  shape: readonly number[];
  values: ArrayLike<number>;
}

/** Names and shapes of a head's tensors on vectors of d numbers; Linear layers as PyTorch has them, [out, in]. */
export function headTensorShapes({ head, encoder }: HeadLayout): Record<string, number[]> {
  const { width, hidden } = encoder;
  switch (head) {
    case "linear":
      return { "head.weight": [1, width], "head.bias": [1] };
    case "mlp":
      return {
        "head.0.weight": [hidden, width],
        "head.0.bias": [hidden],
        "head.2.weight": [1, hidden],
        "head.2.bias": [1],
      };
    case "attention":
      return {
        "query.weight": [1, width],
        "pooled.weight": [1, width],
        "head.weight": [1, width],
        "head.bias": [1],
      };
    default:
      return head satisfies never;
  }
}

/** How the tensors make a score, for whoever reads the file. */
export const HEAD_FORMULAS: Record<HeadLayout["head"], string> = {
  linear: "score = sigmoid(head.weight x + head.bias), x the step's vector",
  mlp: "score = sigmoid(head.2.weight silu(head.0.weight x + head.0.bias) + head.2.bias), x the step's vector",
  attention:
    "x_1 .. x_n the vectors of the steps so far, a = softmax_j(query.weight x_j / sqrt(d)): " +
    "score = sigmoid(head.weight x_n + sum_j a_j pooled.weight x_j + head.bias)",
};

/**
 * The head on vectors as they are stored. With x' = Aᵀ((x − centre) ∘ scale), w·x' = ŵ·x − ŵ·centre with
 * ŵ = scale ∘ A w; what attention subtracts from every score alike, its softmax does not see.
 */
export function foldHead(
  layout: HeadLayout,
  params: ArrayLike<number>,
  projection: Projection | null,
): NamedTensor[] {
  const shapes = headTensorShapes(layout);
  const tensor = (name: string, values: ArrayLike<number>): NamedTensor => ({
    name,
    shape: shapes[name]!,
    values,
  });
  const valuesOf = ({ offset, size }: ParameterBlock) =>
    Float64Array.from({ length: size }, (_, i) => params[offset + i]!);
  const folded = (weights: Float64Array) => (projection ? unproject(projection, weights) : weights);
  const atCentre = (weights: Float64Array) => (projection ? dot(weights, projection.centre) : 0);
  const bias = params[layout.outputBias.offset]!;
  switch (layout.head) {
    case "linear": {
      const weight = folded(valuesOf(layout.outputWeight));
      return [tensor("head.weight", weight), tensor("head.bias", [bias - atCentre(weight)])];
    }
    case "mlp": {
      const { inputs, hiddenWeight, hiddenBias } = layout;
      const units = Array.from({ length: hiddenBias.size }, (_, j) =>
        folded(
          Float64Array.from(
            { length: inputs },
            (_, i) => params[hiddenWeight.offset + i * hiddenBias.size + j]!,
          ),
        ),
      );
      const biases = units.map((unit, j) => params[hiddenBias.offset + j]! - atCentre(unit));
      const rows = new Float64Array(units.length * layout.encoder.width);
      units.forEach((unit, j) => {
        rows.set(unit, j * unit.length);
      });
      return [
        tensor("head.0.weight", rows),
        tensor("head.0.bias", biases),
        tensor("head.2.weight", valuesOf(layout.outputWeight)),
        tensor("head.2.bias", [bias]),
      ];
    }
    case "attention": {
      const weight = folded(valuesOf(layout.outputWeight));
      const pooled = folded(valuesOf(layout.pooledWeight));
      // The scores are divided by √d where they were by √r.
      const scale = Math.sqrt(layout.encoder.width / layout.inputs);
      const query = folded(valuesOf(layout.query)).map((value) => value * scale);
      return [
        tensor("query.weight", query),
        tensor("pooled.weight", pooled),
        tensor("head.weight", weight),
        tensor("head.bias", [bias - atCentre(weight) - atCentre(pooled)]),
      ];
    }
    default:
      return layout satisfies never;
  }
}

/** φ of a head without projection from its tensors; `read` gives a tensor's numbers. */
export function headParams(
  layout: HeadLayout,
  read: (name: string, shape: readonly number[]) => Float64Array,
): Float64Array {
  const params = new Float64Array(layout.size);
  const shapes = headTensorShapes(layout);
  const put = (block: ParameterBlock, name: string) => {
    params.set(read(name, shapes[name]!), block.offset);
  };
  switch (layout.head) {
    case "linear":
      put(layout.outputWeight, "head.weight");
      put(layout.outputBias, "head.bias");
      break;
    case "mlp": {
      const { inputs, hiddenWeight, hiddenBias } = layout;
      const rows = read("head.0.weight", shapes["head.0.weight"]!);
      for (let j = 0; j < hiddenBias.size; j++) {
        for (let i = 0; i < inputs; i++) {
          params[hiddenWeight.offset + i * hiddenBias.size + j] = rows[j * inputs + i]!;
        }
      }
      put(hiddenBias, "head.0.bias");
      put(layout.outputWeight, "head.2.weight");
      put(layout.outputBias, "head.2.bias");
      break;
    }
    case "attention":
      put(layout.query, "query.weight");
      put(layout.pooledWeight, "pooled.weight");
      put(layout.outputWeight, "head.weight");
      put(layout.outputBias, "head.bias");
      break;
    default:
      layout satisfies never;
  }
  return params;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** ŵ = scale ∘ A w, [d] from [r]. */
function unproject({ width, inputs, scale, directions }: Projection, weights: Float64Array) {
  return Float64Array.from(
    { length: width },
    (_, i) =>
      scale[i]! *
      (directions ? dot(directions.subarray(i * inputs, (i + 1) * inputs), weights) : weights[i]!),
  );
}
