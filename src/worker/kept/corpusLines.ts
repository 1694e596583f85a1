// A corpus as lines: each question once, and by its number behind; then the chains of each domain, of the meta set
// and of the candidates, in order. Names and texts stand as values only, so that none of them can be taken for a
// key ("__proto__").
import type { CandidateQuestion, Chain, Corpus, Shard, Step } from "../../domain/chain.ts";
import { TIERS, type Tier } from "../../domain/chain.ts";
import type { Line } from "./packedLines.ts";

/** Numbers of one line that lists rows. */
const ROWS_A_LINE = 10_000;

/** Everything of a corpus but its images. */
export function* corpusLines({ shards, meta, candidates }: Corpus): Generator<Line> {
  const questions = new Map<string, number>();
  const linesOf = function* (chain: Chain): Generator<Line> {
    let question = questions.get(chain.question);
    if (question === undefined) {
      question = questions.size;
      questions.set(chain.question, question);
      yield ["question", chain.question];
    }
    const { id, groundTruth, isCorrect, answer, model, imagePath, steps } = chain;
    const texts = steps.map(({ text }) => text);
    const labels = steps.map(({ accuracy }) => accuracy);
    const about = [id, question, groundTruth, isCorrect, answer, model, imagePath];
    yield ["chain", ...about, texts, labels];
  };
  for (const shard of shards) {
    yield ["shard", shard.name, shard.isEnabled, shard.tier];
    for (const chain of shard.chains) yield* linesOf(chain);
    if (shard.rows !== undefined) yield* rowLines(shard.chains, shard.rows);
  }
  yield ["meta"];
  for (const chain of meta) yield* linesOf(chain);
  for (const { id, question, domain, candidates: chains } of candidates) {
    yield ["candidates", id, question, domain];
    for (const chain of chains) yield* linesOf(chain);
  }
}

/** The rows by their step's place among all steps of the shard; of steps that no chain has any more none. */
function* rowLines(chains: readonly Chain[], rows: readonly Step[]): Generator<Line> {
  const places = new Map<Step, number>();
  for (const { steps } of chains) for (const step of steps) places.set(step, places.size);
  const order = rows.flatMap((step) => places.get(step) ?? []);
  yield ["rows"];
  for (let at = 0; at < order.length; at += ROWS_A_LINE) {
    yield ["rows", ...order.slice(at, at + ROWS_A_LINE)];
  }
}

/** Makes a corpus of its lines again. Throws Error in words at a line that cannot be one. */
export class CorpusReader {
  readonly shards: Shard[] = [];
  readonly meta: Chain[] = [];
  readonly candidates: CandidateQuestion[] = [];
  private readonly questions: string[] = [];
  /** The chains that are being read. */
  private into: Chain[] | null = null;
  /** Every step of the shard that is being read, and its rows. */
  private steps: Step[] = [];
  private rows: Step[] = [];

  take(line: Line): void {
    const [kind, ...fields] = line;
    if (kind === "chain") this.takeChain(fields);
    else if (kind === "question") this.questions.push(text(fields[0]));
    else if (kind === "shard") this.beginShard(fields);
    else if (kind === "rows") this.takeRows(fields);
    else if (kind === "meta") this.into = this.meta;
    else if (kind === "candidates") this.beginCandidates(fields);
    else throw new Error(`it is of an unknown kind, “${kind}”`);
  }

  private beginShard([name, isEnabled, tier]: readonly unknown[]): void {
    const chains: Chain[] = [];
    this.shards.push({ name: text(name), isEnabled: flag(isEnabled), tier: tierOf(tier), chains });
    this.into = chains;
    this.steps = [];
    this.rows = [];
  }

  private beginCandidates([id, question, domain]: readonly unknown[]): void {
    const candidates: Chain[] = [];
    const about = { id: text(id), question: text(question), domain: textOrNull(domain) };
    this.candidates.push({ ...about, candidates });
    this.into = candidates;
  }

  private takeChain(fields: readonly unknown[]): void {
    const [id, question, groundTruth, isCorrect, answer, model, imagePath, texts, labels] = fields;
    if (!Array.isArray(texts) || !Array.isArray(labels) || texts.length !== labels.length) {
      throw new Error("its steps and their labels are not equally many");
    }
    const steps = texts.map((one, i): Step => ({ text: text(one), accuracy: labelOf(labels[i]) }));
    const chain: Chain = {
      id: text(id),
      question: text(this.questions[question as number]),
      steps,
      groundTruth: textOrNull(groundTruth),
      isCorrect: isCorrect === null ? null : flag(isCorrect),
      answer: textOrNull(answer),
      model: textOrNull(model),
      imagePath: textOrNull(imagePath),
    };
    if (this.into === null) throw new Error("a chain stands before any domain");
    this.into.push(chain);
    for (const step of steps) this.steps.push(step);
  }

  private takeRows(places: readonly unknown[]): void {
    const shard = this.shards.at(-1);
    if (shard === undefined) throw new Error("rows stand before any domain");
    shard.rows ??= this.rows;
    for (const place of places) {
      const step = this.steps[place as number];
      if (step === undefined) throw new Error("a row is of no step");
      this.rows.push(step);
    }
  }
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new Error(`a text is missing, got ${typeof value}`);
}

function textOrNull(value: unknown): string | null {
  return value === null ? null : text(value);
}

function flag(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new Error(`true or false is missing, got ${typeof value}`);
}

function labelOf(value: unknown): number | null {
  if (value === null || (typeof value === "number" && value >= 0 && value <= 1)) return value;
  throw new Error("a label is no number in 0..1");
}

function tierOf(value: unknown): Tier | null {
  const tier = TIERS.find((one) => one === value);
  if (tier === undefined && value !== null) throw new Error("a planted quality is unknown");
  return tier ?? null;
}
