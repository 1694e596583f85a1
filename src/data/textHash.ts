// A hash of a question and of reasoning that grows step by step. Blanks do not count, nor where the steps
// part: files without step tags do not say.

export class TextHash {
  private first = 0x811c9dc5;
  private second = 0x9e3779b9;

  /** The hash of a question, before its first step. */
  static of(question: string): TextHash {
    const hash = new TextHash();
    hash.add(question);
    hash.mix(0);
    return hash;
  }

  /** Of the text so far, 64 bits. */
  get key(): string {
    return `${this.first >>> 0} ${this.second >>> 0}`;
  }

  /** Goes on with this text. */
  add(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 32 && code !== 0xa0) this.mix(code);
    }
  }

  /** FNV-1a twice, with different factors. */
  private mix(code: number): void {
    this.first = Math.imul(this.first ^ code, 0x01000193);
    this.second = Math.imul(this.second ^ code, 0x85ebca6b);
  }
}
