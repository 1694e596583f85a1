// Layer norm and what stands on the last one: scores, the lower loss, and the way back from them.
import { NORM_EPSILON, type TransformerLayout } from "../../prm/layout.ts";
import { type KernelSource, MAIN } from "../gpuRecorder.ts";
import { BATCH, floats, integers, integerVectors, vectors, written } from "./bindings.ts";

export interface NormKernels {
  /** n = norm(x) and 1/deviation. Invocations: N. */
  norm: KernelSource;
  /** dL/dx += what dL/dn makes of it. Invocations: N. */
  normBackward: KernelSource;
  /** Logits of the scores, and norm(x) where they stand. Invocations: R. */
  score: KernelSource;
  /** Logits → dL_tr/dz. Invocations: R. */
  lowerSlope: KernelSource;
  /** Logits → ℓ_k. Invocations: K. */
  domainLosses: KernelSource;
  /** dL/dz → dL/dx of every token, 0 where none is scored. Invocations: N. */
  scoreBackward: KernelSource;
}

export function normKernels(layout: TransformerLayout): NormKernels {
  const { width } = layout.encoder;
  const row = width / 4;
  const weight = layout.scoreWeight.offset / 4;
  const bias = layout.scoreBias.offset / 4;
  const name = (kernel: string) => `transformer ${kernel} ${width} ${weight}`;
  const overRow = (statement: string) => `for (var c = 0u; c < ${row}u; c++) { ${statement} }`;
  const mean = (sum: string) => `dot(${sum}, vec4f(${1 / width}))`;
  /** Mean and 1/deviation of row t of x. */
  const moments = `
  let at = t * ${row}u;
  var total = vec4f();
  ${overRow("total += x[at + c];")}
  let mean = ${mean("total")};
  var squares = vec4f();
  ${overRow("let centred = x[at + c] - mean; squares += centred * centred;")}
  let inverse = inverseSqrt(${mean("squares")} + ${NORM_EPSILON});`;
  /** V and V − p of score r. */
  const scoreOf = `
  let goal = scored[r];
  let v = 1.0 / (1.0 + exp(-logit[r]));
  let error = v - bitcast<f32>(goal.z);`;
  const share = `bitcast<f32>(batch[${BATCH.lossShare}])`;

  return {
    norm: {
      name: name("norm"),
      bindings: [
        integers("batch"),
        vectors("x"),
        written(vectors("normed")),
        written(floats("inverseDeviation")),
      ],
      code: `${MAIN}
  let t = index;
  if (t >= batch[${BATCH.tokens}]) { return; }
  ${moments}
  ${overRow("normed[at + c] = (x[at + c] - mean) * inverse;")}
  inverseDeviation[t] = inverse;
}`,
    },

    normBackward: {
      name: name("norm backward"),
      bindings: [
        integers("batch"),
        vectors("normed"),
        floats("inverseDeviation"),
        vectors("normedGradient"),
        written(vectors("xGradient")),
      ],
      code: `${MAIN}
  let t = index;
  if (t >= batch[${BATCH.tokens}]) { return; }
  let at = t * ${row}u;
  var total = vec4f();
  var along = vec4f();
  ${overRow("let d = normedGradient[at + c]; total += d; along += d * normed[at + c];")}
  let meanOfGradient = ${mean("total")};
  let meanAlong = ${mean("along")};
  let inverse = inverseDeviation[t];
  ${overRow("xGradient[at + c] += inverse * (normedGradient[at + c] - meanOfGradient - normed[at + c] * meanAlong);")}
}`,
    },

    score: {
      name: name("score"),
      bindings: [
        integers("batch"),
        integerVectors("scored"),
        vectors("params"),
        vectors("x"),
        written(vectors("normed")),
        written(floats("inverseDeviation")),
        written(floats("logit")),
      ],
      code: `${MAIN}
  let r = index;
  if (r >= batch[${BATCH.scores}]) { return; }
  let t = scored[r].x;
  ${moments}
  var sum = vec4f();
  ${overRow(`let n = (x[at + c] - mean) * inverse; normed[r * ${row}u + c] = n; sum += n * params[${weight}u + c];`)}
  inverseDeviation[r] = inverse;
  logit[r] = dot(sum, vec4f(1.0)) + params[${bias}u].x;
}`,
    },

    lowerSlope: {
      name: name("lower slope"),
      bindings: [
        integers("batch"),
        integerVectors("scored"),
        floats("logit"),
        floats("weight"),
        written(floats("logitGradient")),
      ],
      code: `${MAIN}
  let r = index;
  if (r >= batch[${BATCH.scores}]) { return; }
  ${scoreOf}
  logitGradient[r] = 2.0 * ${share} * weight[goal.y] * error * v * (1.0 - v);
}`,
    },

    domainLosses: {
      name: name("domain losses"),
      bindings: [
        integers("batch"),
        integerVectors("scored"),
        floats("logit"),
        integers("domains"),
        written(floats("loss")),
      ],
      code: `${MAIN}
  let k = index;
  if (k >= domains[0]) { return; }
  var sum = 0.0;
  for (var r = 0u; r < batch[${BATCH.scores}]; r++) {
    ${scoreOf}
    sum += select(0.0, error * error, goal.y == k);
  }
  loss[k] = sum * ${share};
}`,
    },

    scoreBackward: {
      name: name("score backward"),
      bindings: [
        integers("batch"),
        integerVectors("place"),
        vectors("params"),
        vectors("normed"),
        floats("inverseDeviation"),
        floats("logitGradient"),
        written(vectors("xGradient")),
      ],
      code: `${MAIN}
  let t = index;
  if (t >= batch[${BATCH.tokens}]) { return; }
  let at = t * ${row}u;
  let number = place[t].w;
  if (number == 0u) {
    ${overRow("xGradient[at + c] = vec4f();")}
    return;
  }
  let r = number - 1u;
  let scoreAt = r * ${row}u;
  var total = vec4f();
  var along = vec4f();
  ${overRow(`let w = params[${weight}u + c]; total += w; along += w * normed[scoreAt + c];`)}
  let meanOfWeight = ${mean("total")};
  let meanAlong = ${mean("along")};
  let factor = logitGradient[r] * inverseDeviation[r];
  ${overRow(`xGradient[at + c] = factor * (params[${weight}u + c] - meanOfWeight - normed[scoreAt + c] * meanAlong);`)}
}`,
    },
  };
}
