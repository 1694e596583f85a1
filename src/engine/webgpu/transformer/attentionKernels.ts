// Causal attention without its matrix: an invocation owns one position of one head and goes through the
// positions it attends to (forward, gradient of queries) or that attend to it (gradient of keys and
// values). Softmax with a running largest score; the way back recomputes shares from the saved
// log-sum-exp, so nothing is added up across invocations.
import type { TransformerLayout } from "../../prm/layout.ts";
import { type KernelSource, MAIN } from "../gpuRecorder.ts";
import { BATCH, integers, integerVectors, pairs, vectors, written } from "./bindings.ts";
import { component, laneAt, QUAD, QUAD_DIRECTIVES, quadLoad, STEPS, unroll } from "./quadLoads.ts";

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
  const kernel = (name: string, parts: Omit<KernelSource, "name">): KernelSource => ({
    name: `attention ${name} ${width} ${heads} ${hasQuads}`,
    ...(hasQuads ? { directives: QUAD_DIRECTIVES } : {}),
    ...parts,
  });
  const each = (statement: (c: number) => string) => unroll(head, statement);
  const dot = (a: (c: number) => string, b: (c: number) => string) =>
    Array.from({ length: head }, (_, c) => `dot(${a(c)}, ${b(c)})`).join(" + ");

  /** Turns the row in variables name0, name1, … by +position or −position; rope holds cos, sin, cos, sin. */
  const turn = (name: string, sign: "+" | "-") =>
    Array.from({ length: size / 4 }, (_, pair) => {
      const parts = [0, 1].map((i) => {
        const p = 2 * pair + i;
        const u = component(name, p);
        const v = component(name, p + size / 2);
        const [cos, sin] = i === 0 ? ["turn.x", "turn.y"] : ["turn.z", "turn.w"];
        const back = sign === "+" ? "-" : "+";
        return `{ let u = ${u}; let v = ${v}; ${u} = u * ${cos} ${back} v * ${sin}; ${v} = v * ${cos} ${sign} u * ${sin}; }`;
      });
      return `{ let turn = rope[position * ${size / 4}u + ${pair}u]; ${parts.join(" ")} }`;
    }).join("\n");

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

  /** The others a whole subgroup goes through: neighbours swap, so they go together. */
  const range = (from: string, to: string) =>
    hasQuads
      ? `let low = subgroupMin(${from}); let high = subgroupMax(${to});`
      : `let low = ${from}; let high = ${to};`;

  const load = (name: string, c: number, at: (other: string) => string) =>
    quadLoad(hasQuads, `${name}${c}`, (lane) => at(`min(j + ${lane}, rows - 1u)`));
  const loadRow = (name: string, at: (other: string, c: number) => string) =>
    Array.from({ length: head }, (_, c) => load(name, c, (other) => at(other, c)));
  const qkvAt = (part: number) => (other: string, c: number) =>
    `qkv[${other} * ${wide}u + ${part * row}u + column + ${c}u]`;
  const declare = (loads: { declaration: string }[]) =>
    loads.map(({ declaration }) => declaration).join("\n");

  const keys = loadRow("key", qkvAt(1));
  const values = loadRow("value", qkvAt(2));

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
  let at = t * ${wide}u + index % ${2 * heads}u * ${head}u;
  ${each((c) => `var u${c} = qkv[at + ${c}u];`)}
  ${turn("u", "+")}
  ${each((c) => `qkv[at + ${c}u] = u${c};`)}
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
  ${each((c) => `let query${c} = ${scale} * ${qkvAt(0)("t", c)};`)}
  ${range("begin", "t + 1u")}
  var largest = ${LOWEST};
  var total = 0.0;
  ${each((c) => `var sum${c} = vec4f();`)}
  for (var j = low; j < high; j += ${QUAD}u) {
    ${declare([...keys, ...values])}
    ${STEPS.map(
      (step) => `
    let other${step} = j + ${laneAt(step)};
    let sees${step} = other${step} >= begin && other${step} <= t;
    let score${step} = select(${LOWEST}, ${dot(
      (c) => `query${c}`,
      (c) => keys[c]!.at(step),
    )}, sees${step});`,
    ).join("")}
    let next = max(largest, max(max(score0, score1), max(score2, score3)));
    let keep = exp(largest - next);
    ${STEPS.map((step) => `let share${step} = select(0.0, exp(score${step} - next), sees${step});`).join("\n    ")}
    total = total * keep + share0 + share1 + share2 + share3;
    ${each((c) => `sum${c} = sum${c} * keep + ${STEPS.map((step) => `share${step} * ${values[c]!.at(step)}`).join(" + ")};`)}
    largest = next;
  }
  if (isRow) {
    ${each((c) => `attended[t * ${row}u + column + ${c}u] = sum${c} / total;`)}
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
  ${each((c) => `let query${c} = ${scale} * ${qkvAt(0)("t", c)};`)}
  ${each((c) => `let d${c} = attendedGradient[t * ${row}u + column + ${c}u];`)}
  let logTotal = state[stateAt].x;
  let along = ${dot(
    (c) => `d${c}`,
    (c) => `attended[t * ${row}u + column + ${c}u]`,
  )};
  ${range("begin", "t + 1u")}
  ${each((c) => `var sum${c} = vec4f();`)}
  for (var j = low; j < high; j += ${QUAD}u) {
    ${declare([...keys, ...values])}
    ${STEPS.map(
      (step) => `{
      let other = j + ${laneAt(step)};
      ${each((c) => `let k${c} = ${keys[c]!.at(step)};`)}
      ${each((c) => `let v${c} = ${values[c]!.at(step)};`)}
      let score = ${dot(
        (c) => `query${c}`,
        (c) => `k${c}`,
      )};
      let sees = other >= begin && other <= t;
      let share = select(0.0, exp(score - logTotal), sees);
      let slope = share * (${dot(
        (c) => `d${c}`,
        (c) => `v${c}`,
      )} - along);
      ${each((c) => `sum${c} += slope * k${c};`)}
    }`,
    ).join("\n")}
  }
  ${each((c) => `sum${c} *= ${scale};`)}
  ${turn("sum", "-")}
  if (isRow) {
    ${each((c) => `qkvGradient[t * ${wide}u + column + ${c}u] = sum${c};`)}
    state[stateAt].y = along;
  }
}`,
  });

  const queries = loadRow("query", qkvAt(0));
  const gradients = loadRow(
    "d",
    (other, c) => `attendedGradient[${other} * ${row}u + column + ${c}u]`,
  );
  const states = load("saved", 0, (other) => `state[${other} * ${heads}u + headIndex]`);
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
  ${each((c) => `let key${c} = ${scale} * ${qkvAt(1)("t", c)};`)}
  ${each((c) => `let value${c} = ${qkvAt(2)("t", c)};`)}
  ${range("t", "end")}
  ${each((c) => `var sum${c} = vec4f(); var valueSum${c} = vec4f();`)}
  for (var j = low; j < high; j += ${QUAD}u) {
    ${declare([...queries, ...gradients, states])}
    ${STEPS.map(
      (step) => `{
      let other = j + ${laneAt(step)};
      ${each((c) => `let q${c} = ${queries[c]!.at(step)};`)}
      ${each((c) => `let g${c} = ${gradients[c]!.at(step)};`)}
      let saved = ${states.at(step)};
      let score = ${dot(
        (c) => `key${c}`,
        (c) => `q${c}`,
      )};
      let isSeen = other >= t && other < end;
      let share = select(0.0, exp(score - saved.x), isSeen);
      let slope = share * (${dot(
        (c) => `g${c}`,
        (c) => `value${c}`,
      )} - saved.y);
      ${each((c) => `sum${c} += slope * q${c}; valueSum${c} += share * g${c};`)}
    }`,
    ).join("\n")}
  }
  ${each((c) => `sum${c} *= ${scale};`)}
  ${turn("sum", "-")}
  if (isRow) {
    ${each((c) => `qkvGradient[t * ${wide}u + ${row}u + column + ${c}u] = sum${c};`)}
    ${each((c) => `qkvGradient[t * ${wide}u + ${2 * row}u + column + ${c}u] = valueSum${c};`)}
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
