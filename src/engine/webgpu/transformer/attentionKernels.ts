// Causal attention without its matrix: an invocation owns one position of one head and goes through the
// positions it attends to (forward, gradient of queries) or that attend to it (gradient of keys and
// values). Softmax with a running largest score; the way back recomputes shares from the saved
// log-sum-exp, so nothing is added up across invocations.
import type { TransformerLayout } from "../../prm/layout.ts";
import { type KernelSource, MAIN } from "../gpuRecorder.ts";
import { BATCH, integers, integerVectors, pairs, vectors, written } from "./bindings.ts";
import { headLoops, LONGEST_UNROLLED } from "./headLoops.ts";
import { laneAt, QUAD, QUAD_DIRECTIVES, quadLoad, STEPS, type Step } from "./quadLoads.ts";

export interface AttentionKernels {
  /** Turns queries and keys in `qkv` to their positions, in place. Invocations: N · 2 · heads. */
  rotate: KernelSource;
  /** qkv → attended values and log-sum-exp (state.x). Invocations: `invocations(N)`. */
  forward: KernelSource;
  /** → gradient of the unrotated queries, and Σ dattended · attended (state.y). Invocations: as forward. */
  backwardQuery: KernelSource;
  /** → gradients of the unrotated keys and of the values. Invocations: as forward. */
  backwardKeyValue: KernelSource;
  invocations: (tokens: number) => number;
}

/** Below every score; exp of what is this far below is 0. */
const LOWEST = "-3e38";

export function attentionKernels(layout: TransformerLayout, hasQuads: boolean): AttentionKernels {
  const { width, heads } = layout.encoder;
  const size = width / heads;
  /** vec4s of a head's row, of a row of d, of a row of queries, keys and values. */
  const head = size / 4;
  const row = width / 4;
  const wide = 3 * row;
  const scale = `${1 / Math.sqrt(size)}`;
  const { each, at, declare, turn } = headLoops(size);
  // What neighbours load for each other stands in variables.
  const sharesLoads = hasQuads && head <= LONGEST_UNROLLED;
  const kernel = (name: string, parts: Omit<KernelSource, "name">): KernelSource => ({
    name: `attention ${name} ${width} ${heads} ${sharesLoads}`,
    ...(sharesLoads ? { directives: QUAD_DIRECTIVES } : {}),
    ...parts,
  });

  /** Which position and head an invocation has; the last quad's spare lanes repeat the last position. */
  const opening = `${MAIN}
  let rows = batch[${BATCH.tokens}];
  let padded = (rows + 3u) / 4u * 4u;
  let headIndex = index / padded;
  if (headIndex >= ${heads}u) { return; }
  let isRow = index % padded < rows;
  let t = min(index % padded, rows - 1u);
  let lane = index % ${QUAD}u;
  let own = place[t];
  let begin = own.y;
  let end = own.z;
  let position = t - begin;
  let column = headIndex * ${head}u;
  let stateAt = t * ${heads}u + headIndex;`;

  /** Goes through positions from..to−1, those of a whole subgroup together where neighbours swap. */
  const over = (from: string, to: string, body: string) => `
  ${
    sharesLoads
      ? `let low = subgroupMin(${from}); let high = subgroupMax(${to});`
      : `let low = ${from}; let high = ${to};`
  }
  for (var j = low; j < high; j += ${QUAD}u) {
    ${body}
  }`;

  const otherRow = (lane: string) => `min(j + ${lane}, rows - 1u)`;
  const qkvAt = (other: string, part: number, c: string) =>
    `qkv[${other} * ${wide}u + ${part * row}u + column + ${c}]`;
  const narrowAt = (name: string, other: string, c: string) =>
    `${name}[${other} * ${row}u + column + ${c}]`;

  /** A row of another position: its declaration, and its vec4 c as the lane `step` away loaded it. */
  const otherVectors = (name: string, load: (other: string, c: string) => string) => {
    const loadOf = (c: string) =>
      quadLoad(sharesLoads, `${name}${c}`, (lane) => load(otherRow(lane), c));
    return {
      declaration: sharesLoads ? each((c) => loadOf(c).declaration) : "",
      at: (step: Step, c: string) => loadOf(c).at(step),
    };
  };
  const keys = otherVectors("key", (other, c) => qkvAt(other, 1, c));
  const values = otherVectors("value", (other, c) => qkvAt(other, 2, c));
  /** name = Σ a·b over a head. */
  const dot = (name: string, a: (c: string) => string, b: (c: string) => string) =>
    `var ${name} = 0.0; ${each((c) => `${name} += dot(${a(c)}, ${b(c)});`)}`;
  const steps = (statement: (step: Step) => string) => STEPS.map(statement).join("\n");
  /** The query times the scale, so that its products are scores. */
  const declareQuery = declare("query", (c) => `${scale} * ${qkvAt("t", 0, c)}`);

  const rotate = kernel("rotate", {
    bindings: [
      integers("batch"),
      integerVectors("place"),
      vectors("rope"),
      written(vectors("qkv")),
    ],
    code: `${MAIN}
  let t = index / ${2 * heads}u;
  if (t >= batch[${BATCH.tokens}]) { return; }
  let position = t - place[t].y;
  let from_ = t * ${wide}u + index % ${2 * heads}u * ${head}u;
  ${declare("row", (c) => `qkv[from_ + ${c}]`)}
  ${turn("row", "+")}
  ${each((c) => `qkv[from_ + ${c}] = ${at("row", c)};`)}
}`,
  });

  const forward = kernel("forward", {
    bindings: [
      integers("batch"),
      integerVectors("place"),
      vectors("qkv"),
      written(vectors("attended")),
      written(pairs("state")),
    ],
    code: `${opening}
  ${declareQuery}
  ${declare("sum", () => "vec4f()")}
  var largest = ${LOWEST};
  var total = 0.0;
  ${over(
    "begin",
    "t + 1u",
    `${keys.declaration}
    ${values.declaration}
    ${steps(
      (step) => `
    let other${step} = j + ${laneAt(step)};
    let sees${step} = other${step} >= begin && other${step} <= t;
    ${dot(
      `product${step}`,
      (c) => at("query", c),
      (c) => keys.at(step, c),
    )}
    let score${step} = select(${LOWEST}, product${step}, sees${step});`,
    )}
    let next = max(largest, max(max(score0, score1), max(score2, score3)));
    let keep = exp(largest - next);
    ${steps((step) => `let share${step} = select(0.0, exp(score${step} - next), sees${step});`)}
    total = total * keep + share0 + share1 + share2 + share3;
    ${each((c) => `${at("sum", c)} = ${at("sum", c)} * keep + ${STEPS.map((step) => `share${step} * ${values.at(step, c)}`).join(" + ")};`)}
    largest = next;`,
  )}
  if (isRow) {
    ${each((c) => `${narrowAt("attended", "t", c)} = ${at("sum", c)} / total;`)}
    state[stateAt] = vec2f(largest + log(total), 0.0);
  }
}`,
  });

  const backwardQuery = kernel("backward query", {
    bindings: [
      integers("batch"),
      integerVectors("place"),
      vectors("rope"),
      vectors("qkv"),
      vectors("attended"),
      vectors("attendedGradient"),
      written(pairs("state")),
      written(vectors("qkvGradient")),
    ],
    code: `${opening}
  ${declareQuery}
  ${declare("d", (c) => narrowAt("attendedGradient", "t", c))}
  ${declare("sum", () => "vec4f()")}
  let logTotal = state[stateAt].x;
  ${dot(
    "along",
    (c) => at("d", c),
    (c) => narrowAt("attended", "t", c),
  )}
  ${over(
    "begin",
    "t + 1u",
    `${keys.declaration}
    ${values.declaration}
    ${steps(
      (step) => `{
      let other = j + ${laneAt(step)};
      ${declare("k", (c) => keys.at(step, c))}
      ${dot(
        "score",
        (c) => at("query", c),
        (c) => at("k", c),
      )}
      ${dot(
        "product",
        (c) => at("d", c),
        (c) => values.at(step, c),
      )}
      let sees = other >= begin && other <= t;
      let slope = select(0.0, exp(score - logTotal), sees) * (product - along);
      ${each((c) => `${at("sum", c)} += slope * ${at("k", c)};`)}
    }`,
    )}`,
  )}
  ${each((c) => `${at("sum", c)} *= ${scale};`)}
  ${turn("sum", "-")}
  if (isRow) {
    ${each((c) => `qkvGradient[t * ${wide}u + column + ${c}] = ${at("sum", c)};`)}
    state[stateAt].y = along;
  }
}`,
  });

  const queries = otherVectors("query", (other, c) => qkvAt(other, 0, c));
  const gradients = otherVectors("d", (other, c) => narrowAt("attendedGradient", other, c));
  const states = quadLoad(
    sharesLoads,
    "saved",
    (lane) => `state[${otherRow(lane)} * ${heads}u + headIndex]`,
  );
  const backwardKeyValue = kernel("backward key value", {
    bindings: [
      integers("batch"),
      integerVectors("place"),
      vectors("rope"),
      vectors("qkv"),
      vectors("attendedGradient"),
      pairs("state"),
      written(vectors("qkvGradient")),
    ],
    code: `${opening}
  ${declare("key", (c) => `${scale} * ${qkvAt("t", 1, c)}`)}
  ${declare("value", (c) => qkvAt("t", 2, c))}
  ${declare("sum", () => "vec4f()")}
  ${declare("valueSum", () => "vec4f()")}
  ${over(
    "t",
    "end",
    `${queries.declaration}
    ${gradients.declaration}
    ${states.declaration}
    ${steps(
      (step) => `{
      let other = j + ${laneAt(step)};
      ${declare("q", (c) => queries.at(step, c))}
      ${declare("g", (c) => gradients.at(step, c))}
      let saved = ${states.at(step)};
      ${dot(
        "score",
        (c) => at("key", c),
        (c) => at("q", c),
      )}
      ${dot(
        "product",
        (c) => at("g", c),
        (c) => at("value", c),
      )}
      let isSeen = other >= t && other < end;
      let share = select(0.0, exp(score - saved.x), isSeen);
      let slope = share * (product - saved.y);
      ${each((c) => `${at("sum", c)} += slope * ${at("q", c)}; ${at("valueSum", c)} += share * ${at("g", c)};`)}
    }`,
    )}`,
  )}
  ${each((c) => `${at("sum", c)} *= ${scale};`)}
  ${turn("sum", "-")}
  if (isRow) {
    ${each((c) => `qkvGradient[t * ${wide}u + ${row}u + column + ${c}] = ${at("sum", c)};`)}
    ${each((c) => `qkvGradient[t * ${wide}u + ${2 * row}u + column + ${c}] = ${at("valueSum", c)};`)}
  }
}`,
  });

  return {
    rotate,
    forward,
    backwardQuery,
    backwardKeyValue,
    invocations: (tokens) => Math.ceil(tokens / QUAD) * QUAD * heads,
  };
}
