// Vectors of texts and of chains from a model that reads tokens: cut to what it takes, padded behind, run,
// and what is wanted of its last hidden states.
import { type PreTrainedModel, type PreTrainedTokenizer, Tensor } from "@huggingface/transformers";
import type { VectorsRead } from "./extractionMessages.ts";
import { noState, numbers } from "./modelOutput.ts";

/** Longer is never read at once, whatever a model allows: attention grows with the square. */
const MOST_TOKENS = 4096;

/** Last hidden states of padded rows. */
interface States {
  /** [rows × length × width] */
  values: Float32Array;
  length: number;
  width: number;
}

export class TextReader {
  /** Tokens the model reads at once. */
  readonly tokens: number;
  private readonly name: string;
  private readonly model: PreTrainedModel;
  private readonly tokenizer: PreTrainedTokenizer;
  private readonly special: { before: number[]; behind: number[] };

  /** @param name the model's, for what is said of it */
  constructor(name: string, model: PreTrainedModel, tokenizer: PreTrainedTokenizer) {
    this.name = name;
    this.model = model;
    this.tokenizer = tokenizer;
    this.tokens = longestInput(model.config as unknown as Record<string, unknown>, tokenizer);
    this.special = specialTokens(tokenizer);
  }

  /** The mean over the tokens of each text. */
  async readTexts(texts: readonly string[]): Promise<VectorsRead> {
    const { before, behind } = this.special;
    const room = this.tokens - before.length - behind.length;
    let cut = 0;
    const rows = texts.map((text) => {
      const ids = this.encode(text);
      if (ids.length > room) cut++;
      return [...before, ...ids.slice(Math.max(0, ids.length - room)), ...behind];
    });
    const { values: states, width, length } = await this.statesOf(rows);
    const values = new Float32Array(rows.length * width);
    for (const [row, { length: count }] of rows.entries()) {
      for (let place = 0; place < count; place++) {
        const from = (row * length + place) * width;
        for (let i = 0; i < width; i++) values[row * width + i]! += states[from + i]! / count;
      }
    }
    return { width, values, cut };
  }

  /** The last hidden state at the end of each piece but the first, for every chain; see chainPieces. */
  async readChains(chains: readonly (readonly string[])[]): Promise<VectorsRead> {
    const { before } = this.special;
    const room = this.tokens - before.length;
    let cut = 0;
    const places: number[][] = [];
    const rows = chains.map((pieces) => {
      const parts = pieces.map((piece) => this.encode(piece));
      const ids = parts.flat();
      const over = Math.max(0, ids.length - room);
      if (over > 0) cut++;
      let end = before.length - over - 1;
      const ends = parts.map((part) => {
        end += part.length;
        return end;
      });
      // A step that was cut away itself keeps the first state there is.
      places.push(ends.slice(1).map((place) => Math.max(0, place)));
      return [...before, ...ids.slice(over)];
    });
    const { values: states, width, length } = await this.statesOf(rows);
    const values = new Float32Array(places.reduce((sum, ends) => sum + ends.length, 0) * width);
    let at = 0;
    for (const [row, ends] of places.entries()) {
      for (const place of ends) {
        const from = (row * length + place) * width;
        values.set(states.subarray(from, from + width), at);
        at += width;
      }
    }
    return { width, values, cut };
  }

  private encode(text: string): number[] {
    return this.tokenizer.encode(text, { add_special_tokens: false });
  }

  /** One pass over rows of tokens. */
  private async statesOf(rows: readonly number[][]): Promise<States> {
    const length = Math.max(...rows.map((row) => row.length));
    const padding = BigInt(this.tokenizer.pad_token_id ?? 0);
    const ids = new BigInt64Array(rows.length * length).fill(padding);
    const mask = new BigInt64Array(rows.length * length);
    for (const [row, tokens] of rows.entries()) {
      for (const [place, id] of tokens.entries()) {
        ids[row * length + place] = BigInt(id);
        mask[row * length + place] = 1n;
      }
    }
    const shape = [rows.length, length];
    const output = await this.model({
      input_ids: new Tensor("int64", ids, shape),
      attention_mask: new Tensor("int64", mask, shape),
    });
    const states: Tensor | undefined =
      output.last_hidden_state ?? output.token_embeddings ?? output.hidden_states;
    if (states?.dims.length !== 3) throw noState(this.name, "last hidden state", output);
    return { values: await numbers(states), width: states.dims[2]!, length };
  }
}

function longestInput(config: Record<string, unknown>, tokenizer: PreTrainedTokenizer): number {
  const inner = (config["text_config"] ?? {}) as Record<string, unknown>;
  const allowed = [
    config["max_position_embeddings"],
    config["n_positions"],
    inner["max_position_embeddings"],
    (tokenizer as { model_max_length?: unknown }).model_max_length,
  ].filter((limit) => typeof limit === "number" && limit > 0) as number[];
  return Math.min(MOST_TOKENS, ...allowed);
}

/** The tokens that the tokenizer puts before and behind every text. */
function specialTokens(tokenizer: PreTrainedTokenizer): { before: number[]; behind: number[] } {
  const plain = tokenizer.encode("a", { add_special_tokens: false });
  const whole = tokenizer.encode("a");
  const start = whole.indexOf(plain[0]!);
  if (start < 0) return { before: [], behind: [] };
  return { before: whole.slice(0, start), behind: whole.slice(start + plain.length) };
}
