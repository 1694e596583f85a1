// Between a batch's items and its packed tokens: where each token stands, its row of the embedding
// table, and the table's gradient.
import type { TransformerLayout } from "../../prm/layout.ts";
import { type KernelSource, MAIN } from "../gpuRecorder.ts";
import {
  BATCH,
  BATCH_ITEM,
  floats,
  integerPairs,
  integers,
  integerVectors,
  vectors,
  written,
} from "./bindings.ts";

/** Tokens in one word of a vocabulary row's mask. */
export const TOKENS_A_WORD = 32;
/** vec4s of an embedding row that one invocation adds up. */
const VECTORS_A_LANE = 4;

export interface TokenKernels {
  /**
   * A batch's items → place[t] = (token, its sequence's first token, the end of it, score + 1 or 0),
   * its surprisal, and scored[r] = (t, domain, bits of the label, 0). Invocations: N.
   */
  place: KernelSource;
  /** x_t = E[token_t] + s_t v. Invocations: N · d/4. */
  embed: KernelSource;
  /** Zeros the masks. Invocations: their words. */
  clearMasks: KernelSource;
  /** Marks in each vocabulary row's mask where in the batch it stands. Invocations: N. */
  markMasks: KernelSource;
  /** Gradient of E, the tokens of a row in order. Invocations: tableInvocations. */
  tableGradient: KernelSource;
  tableInvocations: number;
}

export function tokenKernels(layout: TransformerLayout): TokenKernels {
  const { width, vocabulary } = layout.encoder;
  const row = width / 4;
  const table = layout.token.offset / 4;
  const surprisal = layout.surprisal.offset / 4;
  const lanes = row / VECTORS_A_LANE;
  const each = (statement: (c: number) => string) =>
    Array.from({ length: VECTORS_A_LANE }, (_, c) => statement(c)).join("\n");

  return {
    tableInvocations: vocabulary * lanes,

    place: {
      name: "transformer place",
      bindings: [
        integers("batch"),
        integerPairs("token"),
        integerVectors("sequence"),
        integerPairs("score"),
        written(integerVectors("place")),
        written(floats("surprisal")),
        written(integerVectors("scored")),
      ],
      code: `${MAIN}
  let t = index;
  if (t >= batch[${BATCH.tokens}]) { return; }
  // The last item that begins at or before t.
  var low = 0u;
  var high = batch[${BATCH.sequences}];
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (batch[${BATCH.items}u + ${BATCH_ITEM}u * middle + 1u] <= t) { low = middle; } else { high = middle; }
  }
  let item = ${BATCH.items}u + ${BATCH_ITEM}u * low;
  let s = batch[item];
  let first = batch[item + 1u];
  let here = sequence[s];
  let following = sequence[s + 1u];
  let position = t - first;
  // The first score at or behind t.
  var nearest = here.y;
  var above = following.y;
  while (nearest < above) {
    let middle = (nearest + above) / 2u;
    if (score[middle].x < position) { nearest = middle + 1u; } else { above = middle; }
  }
  var number = 0u;
  if (nearest < following.y) {
    let found = score[nearest];
    if (found.x == position) {
      let r = batch[item + 2u] + nearest - here.y;
      scored[r] = vec4u(t, here.z, found.y, 0u);
      number = r + 1u;
    }
  }
  let own = token[here.x + position];
  place[t] = vec4u(own.x, first, first + following.x - here.x, number);
  surprisal[t] = bitcast<f32>(own.y);
}`,
    },

    embed: {
      name: `transformer embed ${width} ${table} ${surprisal}`,
      bindings: [
        integers("batch"),
        integerVectors("place"),
        floats("surprisal"),
        vectors("params"),
        written(vectors("x")),
      ],
      code: `${MAIN}
  let t = index / ${row}u;
  if (t >= batch[${BATCH.tokens}]) { return; }
  let c = index % ${row}u;
  x[index] = params[${table}u + place[t].x * ${row}u + c] + surprisal[t] * params[${surprisal}u + c];
}`,
    },

    clearMasks: {
      name: "transformer clear masks",
      bindings: [written(integers("rowMask"))],
      code: `${MAIN}
  if (index < arrayLength(&rowMask)) { rowMask[index] = 0u; }
}`,
    },

    markMasks: {
      name: "transformer mark masks",
      bindings: [
        integers("batch"),
        integerVectors("place"),
        { name: "rowMask", type: "array<atomic<u32>>", isWritten: true },
      ],
      code: `${MAIN}
  let t = index;
  if (t >= batch[${BATCH.tokens}]) { return; }
  // Setting bits gives the same mask in any order, unlike adding floats.
  let word = place[t].x * batch[${BATCH.words}] + t / ${TOKENS_A_WORD}u;
  atomicOr(&rowMask[word], 1u << (t % ${TOKENS_A_WORD}u));
}`,
    },

    tableGradient: {
      name: `transformer table gradient ${width} ${vocabulary} ${table}`,
      bindings: [
        integers("batch"),
        integers("rowMask"),
        vectors("d"),
        written(vectors("gradient")),
      ],
      code: `${MAIN}
  let v = index / ${lanes}u;
  let lane = index % ${lanes}u;
  if (v >= ${vocabulary}u) { return; }
  let words = batch[${BATCH.words}];
  ${each((c) => `var sum${c} = vec4f();`)}
  for (var w = 0u; w < words; w++) {
    var bits = rowMask[v * words + w];
    while (bits != 0u) {
      let t = w * ${TOKENS_A_WORD}u + firstTrailingBit(bits);
      bits &= bits - 1u;
      let at = t * ${row}u + lane * ${VECTORS_A_LANE}u;
      ${each((c) => `sum${c} += d[at + ${c}u];`)}
    }
  }
  let to = ${table}u + v * ${row}u + lane * ${VECTORS_A_LANE}u;
  ${each((c) => `gradient[to + ${c}u] = sum${c};`)}
}`,
    },
  };
}
