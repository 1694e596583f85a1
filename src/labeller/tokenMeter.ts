// Guesses a request's tokens before the endpoint says what they were, and learns from what it says.
import type { TokenCount } from "./generator.ts";

/** Of English prose, about four characters are a token; formulas and other scripts have fewer. */
const CHARS_PER_TOKEN = 4;
/** For a cap, before anything was seen: on the safe side. */
const FEWEST_CHARS_PER_TOKEN = 2.5;
/** Role marks and the like. */
const TOKENS_PER_REQUEST = 16;
/** What hosted models take for one image of middling size; it may be more, so images are learned from too. */
const TOKENS_PER_IMAGE = 1200;

/** What a request holds. */
export interface RequestSize {
  chars: number;
  images: number;
}

export class TokenMeter {
  /** The most tokens a character of input that was seen; null before the first reply with a count. */
  private densest: number | null = null;

  /** The tokens to expect of an input. */
  expect({ chars, images }: RequestSize): number {
    return Math.ceil(chars / CHARS_PER_TOKEN) + TOKENS_PER_REQUEST + images * TOKENS_PER_IMAGE;
  }

  /** The most tokens an input can be, as far as is known. */
  most({ chars, images }: RequestSize): number {
    const density = Math.max(1 / FEWEST_CHARS_PER_TOKEN, this.densest ?? 0);
    return Math.ceil(chars * density) + TOKENS_PER_REQUEST + images * TOKENS_PER_IMAGE;
  }

  /** What a reply said of its own request. */
  learn({ chars, images }: RequestSize, input: number): void {
    const ofText = input - TOKENS_PER_REQUEST - images * TOKENS_PER_IMAGE;
    this.densest = Math.max(this.densest ?? 0, ofText / Math.max(1, chars));
  }

  /** Where the endpoint counts nothing. */
  guess(request: RequestSize, reply: string): TokenCount {
    return { input: this.expect(request), output: Math.ceil(reply.length / CHARS_PER_TOKEN) };
  }
}
