// The kernels of a head on a frozen encoder's vectors. R rows of a batch, E vectors that they read (a row's
// newest, or for attention its whole prefix), r numbers a vector. A pass is one or two kernels forward, which
// end in what is asked of the rows, and one for all gradients.
import type { HeadLayout } from "../../prm/layout.ts";
import { type KernelBinding, type KernelSource, MAIN } from "../gpuRecorder.ts";

/**
 * A batch is one upload of integers: R, E, then the rows [R], the places of the vectors they read [E] and,
 * for attention, where each row's begin among these [R + 1].
 */
export const BATCH_HEADER = 2;
export const BATCH_VECTORS = `(${BATCH_HEADER}u + batch[0])`;
export const BATCH_STARTS = `(${BATCH_HEADER}u + batch[0] + batch[1])`;

/** Invocations that share a row's dot products, and rows of a workgroup. */
export const ROW_LANES = 16;
export const GROUP_ROWS = 4;
/** Columns of a gradient in one workgroup, and slices that a batch's rows are summed in. */
export const GROUP_COLUMNS = 8;
export const GROUP_SLICES = 8;

/** What a forward pass ends in. */
export const ENDINGS = ["logits", "errors", "lower"] as const;
/** logits: z of each row; errors: squared error and domain of each row; lower: these and dL/dz. */
export type Ending = (typeof ENDINGS)[number];

/**
 * The engine gives kernels their vectors by the names of their bindings: params, batch, values (the vectors
 * of all rows), state (what the passes leave for each other), goal (label and domain of each training row),
 * outcome (squared error and domain of each row of the batch), weights, slopes, logits, gradient, losses.
 */
export interface HeadKernels {
  /** From values to state; null where the rows' kernel reads the values itself. */
  before: KernelSource | null;
  beforeGroups(rows: number, vectors: number): number;
  /** Floats of state a batch has. */
  stateFloats(rows: number, vectors: number): number;
  /** The rest of the forward pass, and what it ends in. */
  rows: Record<Ending, KernelSource>;
  rowGroups(rows: number): number;
  /** dL/dφ from the rows' slopes; with losses also ℓ_k from their outcomes. */
  gradient: Record<"alone" | "withLosses", KernelSource>;
  /** domains: K, or 0 without losses. */
  gradientGroups(domains: number): number;
  /** ℓ_k from the rows' outcomes. Invocations: K. */
  losses: KernelSource;
}

/** How φ and vectors are read: four numbers at a time where every block's start and width allow it. */
export interface Lanes {
  /** Numbers a lane. */
  width: 1 | 4;
  type: "f32" | "vec4f";
  /** Lanes of a vector. */
  inputs: number;
  /** Sum of a lane's numbers. */
  sum(value: string): string;
  /** A lane's first number. */
  first(value: string): string;
  /** The index in lanes of a place in φ. */
  at(offset: number): string;
  /** Type of a binding of lanes. */
  floats(name: string, isWritten?: boolean): KernelBinding;
  /** φ or its gradient: of known length, since a bound checked against a constant is cheaper. */
  parameters(name: string, isWritten?: boolean): KernelBinding;
}

export function lanesOf(layout: HeadLayout): Lanes {
  const hidden = layout.head === "mlp" ? layout.hiddenBias.size : 0;
  const width = layout.inputs % 4 === 0 && hidden % 4 === 0 ? 4 : 1;
  const type = width === 4 ? "vec4f" : "f32";
  const count = Math.ceil(layout.size / width);
  return {
    width,
    type,
    inputs: layout.inputs / width,
    sum: (value) => (width === 4 ? `dot(${value}, vec4f(1.0))` : value),
    first: (value) => (width === 4 ? `${value}.x` : value),
    at: (offset) => `${offset / width}u`,
    floats: (name, isWritten = false) => ({ name, type: `array<${type}>`, isWritten }),
    parameters: (name, isWritten = false) => ({
      name,
      type: `array<${type}, ${count}>`,
      isWritten,
    }),
  };
}

export const BATCH: KernelBinding = { name: "batch", type: "array<u32>" };

const ENDING_BINDINGS: Record<Ending, readonly KernelBinding[]> = {
  logits: [{ name: "logits", type: "array<f32>", isWritten: true }],
  errors: [
    { name: "goal", type: "array<vec2f>" },
    { name: "outcome", type: "array<vec2f>", isWritten: true },
  ],
  lower: [
    { name: "goal", type: "array<vec2f>" },
    { name: "outcome", type: "array<vec2f>", isWritten: true },
    { name: "weights", type: "array<f32>" },
    { name: "slopes", type: "array<f32>", isWritten: true },
  ],
};

const SCORE_ERROR = `
    let aim = goal[batch[${BATCH_HEADER}u + r]];
    let score = 1.0 / (1.0 + exp(-logit));
    let error = score - aim.x;
    outcome[r] = vec2f(error * error, aim.y);`;

/** What is done with row r's \`logit\`. */
const ENDING_CODE: Record<Ending, string> = {
  logits: "logits[r] = logit;",
  errors: SCORE_ERROR,
  lower: `${SCORE_ERROR}
    slopes[r] = 2.0 * weights[u32(aim.y)] * error * score * (1.0 - score) / f32(batch[0]);`,
};

/** One kernel an ending, from its bindings before and its code around \`ending\`. */
export function byEnding(
  name: string,
  bindings: readonly KernelBinding[],
  code: (ending: string) => string,
): Record<Ending, KernelSource> {
  const kernel = (ending: Ending): KernelSource => ({
    name: `${name} ${ending}`,
    bindings: [...bindings, ...ENDING_BINDINGS[ending]],
    code: code(ENDING_CODE[ending]),
  });
  return { logits: kernel("logits"), errors: kernel("errors"), lower: kernel("lower") };
}

/** Number of the workgroup over both dimensions, and the invocation's number in it. */
export const GROUP_MAIN = `
@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = id.x + id.y * groups.x;`;

const DOMAIN_LOSS = `
      var sum = 0.0;
      for (var r = 0u; r < batch[0]; r++) {
        let row = outcome[r];
        sum += select(0.0, row.x, row.y == f32(domain));
      }
      losses[domain] = sum / f32(batch[0]);`;

const LOSS_BINDINGS: readonly KernelBinding[] = [
  { name: "outcome", type: "array<vec2f>" },
  { name: "losses", type: "array<f32>", isWritten: true },
];

/** Of every head alike. Losses beyond K are written too, where the buffer has room; nothing reads them. */
const LOSSES: KernelSource = {
  name: "head losses",
  bindings: [BATCH, ...LOSS_BINDINGS],
  code: `${MAIN}
    let domain = index;
    if (domain < arrayLength(&losses)) {${DOMAIN_LOSS}
    }
}`,
};

/**
 * The gradient kernels: \`columns\` workgroups of the head's own code, which knows \`group\` and \`lane\`, and
 * behind them the output bias's gradient and the domains' losses, one an invocation.
 */
export function gradientKernels(
  name: string,
  bindings: readonly KernelBinding[],
  columns: number,
  layout: HeadLayout,
  code: { declarations: string; body: string },
): Pick<HeadKernels, "gradient" | "gradientGroups" | "losses"> {
  const lanes = lanesOf(layout);
  const kernel = (hasLosses: boolean): KernelSource => ({
    name: `${name} gradient ${hasLosses}`,
    bindings: [
      BATCH,
      ...bindings,
      { name: "slopes", type: "array<f32>" },
      lanes.parameters("gradient", true),
      ...(hasLosses ? LOSS_BINDINGS : []),
    ],
    code: `${code.declarations}
${GROUP_MAIN}
  let rows = batch[0];
  // The head's code may wait at barriers: all of a workgroup goes one way.
  if (group < ${columns}u) {
    ${code.body}
  } else {
    let place = (group - ${columns}u) * 64u + lane;
    if (place == 0u) {
      var sum = 0.0;
      for (var r = 0u; r < rows; r++) { sum += slopes[r]; }
      gradient[${lanes.at(layout.outputBias.offset)}] = ${lanes.width === 4 ? "vec4f(sum, 0.0, 0.0, 0.0)" : "sum"};
    }
    ${
      hasLosses
        ? `if (place > 0u && place <= arrayLength(&losses)) {
      let domain = place - 1u;${DOMAIN_LOSS}
    }`
        : ""
    }
  }
}`,
  });
  return {
    gradient: { alone: kernel(false), withLosses: kernel(true) },
    gradientGroups: (domains) => columns + Math.ceil((1 + domains) / 64),
    losses: LOSSES,
  };
}

/** Where the vector of an entry of the batch begins in \`values\`, in lanes. */
export function vectorAt(entry: string, inputs: number): string {
  return `batch[${BATCH_VECTORS} + ${entry}] * ${inputs}u`;
}

/** Sums of a batch's rows by columns: each workgroup some columns, its invocations slices of the rows. */
export function columnSums(
  names: readonly { name: string; offset: number }[],
  lanes: Lanes,
  rowCode: string,
): { columns: number; declarations: string; body: string } {
  const { type, inputs } = lanes;
  return {
    columns: Math.ceil(inputs / GROUP_COLUMNS),
    declarations: names
      .map(({ name }) => `var<workgroup> ${name}Part: array<${type}, 64>;`)
      .join("\n"),
    body: `let column = group * ${GROUP_COLUMNS}u + lane % ${GROUP_COLUMNS}u;
    let slice = lane / ${GROUP_COLUMNS}u;
    ${names.map(({ name }) => `var ${name} = ${type}();`).join(" ")}
    if (column < ${inputs}u) {
      for (var r = slice; r < rows; r += ${GROUP_SLICES}u) {
        ${rowCode}
      }
    }
    ${names.map(({ name }) => `${name}Part[lane] = ${name};`).join(" ")}
    workgroupBarrier();
    if (slice == 0u && column < ${inputs}u) {
      for (var other = lane + ${GROUP_COLUMNS}u; other < 64u; other += ${GROUP_COLUMNS}u) {
        ${names.map(({ name }) => `${name} += ${name}Part[other];`).join(" ")}
      }
      ${names.map(({ name, offset }) => `gradient[${lanes.at(offset)} + column] = ${name};`).join("\n      ")}
    }`,
  };
}
