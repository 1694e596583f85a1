// Puts the rows of one domain together to chains: rows on one question whose prefixes extend one
// another are one chain, unless they name different images. No prefix is kept: each step's text is stored
// once, when it first appears.
import type { Pace } from "../base/pace.ts";
import type { Chain, Step } from "../domain/chain.ts";
import { CHAIN_BYTES, CHAR_BYTES, QUESTION_BYTES, STEP_BYTES } from "./corpusBytes.ts";
import { extractAnswer } from "./extractAnswer.ts";
import { LooseChains } from "./looseChains.ts";
import { ownText } from "./ownText.ts";
import type { RowReporter } from "./problemLog.ts";
import { StepTrie } from "./stepTrie.ts";
import type { TrainingRow } from "./trainingRow.ts";

/** The chains of one question, id and image. No two of them are prefixes of each other. */
interface Group {
  question: string;
  /** Null until its first chain is made. */
  id: string | null;
  chains: Chain[];
  /** The same, once there are many. */
  trie: StepTrie | null;
  /** Those whose texts have no step tags; null while there are none. */
  loose: LooseChains | null;
}

type GroupKey = Pick<TrainingRow, "question" | "id" | "imagePath">;

const MANY_CHAINS = 16;
/** Chains between two looks at the clock. */
const PACE_CHAINS = 256;

export class ChainGrouper {
  private readonly chains: Chain[] = [];
  /** By question, image and id. */
  private readonly groups = new Map<string, Map<string | null, Map<string, Group>>>();
  /** The same question about another image is another question. */
  private questionCount = 0;
  /** Roughly what the rows added so far take; see corpusBytes. */
  bytes = 0;
  /** How many rows a label is the mean of, where it is more than one. */
  private readonly labelCounts = new Map<Step, number>();
  /** The labelled step of each row, in the order of the rows; null where earlier ones are not known. */
  private readonly rows: Step[] | null;

  /** Starts from chains read before; they are copied, not changed. */
  constructor(earlier: readonly Chain[] = []) {
    this.rows = earlier.length > 0 ? null : [];
    for (const chain of earlier) {
      const copy = { ...chain, steps: chain.steps.map((step) => ({ ...step })) };
      this.enter(copy, this.groupOf(chain));
    }
  }

  /**
   * Adds one labelled prefix. A prefix that was labelled before gets the mean of its labels, with a
   * warning. A prefix that several chains share is labelled in the first of them only, so that it
   * stays one training row.
   */
  add(row: TrainingRow, report: RowReporter): void {
    const group = this.groupOf(row);
    const chain = row.isTagged
      ? this.addTagged(row, group, report)
      : this.addLoose(row, group, report);
    chain.groundTruth ??= row.groundTruth;
    chain.isCorrect ??= row.isCorrect;
    chain.answer ??= row.answer;
    chain.model ??= row.model;
    chain.imagePath ??= row.imagePath;
  }

  /** The chains in the order in which they first appeared. The grouper is done with then. */
  async finish(pace: Pace): Promise<Chain[]> {
    for (const byImage of this.groups.values()) {
      for (const byId of byImage.values()) {
        for (const group of byId.values()) group.loose?.finish();
      }
      const turn = pace();
      if (turn !== undefined) await turn;
    }
    for (const [index, chain] of this.chains.entries()) {
      chain.answer ??= extractAnswer(chain.steps.at(-1)!.text);
      if (index % PACE_CHAINS === 0) await pace();
    }
    return this.chains;
  }

  /** See Shard.rows; after finish. */
  rowOrder(): readonly Step[] | undefined {
    if (this.rows === null) return undefined;
    let row = 0;
    for (const { steps } of this.chains) {
      for (const step of steps) {
        if (step.accuracy !== null && this.rows[row++] !== step) return this.rows;
      }
    }
    return row === this.rows.length ? undefined : this.rows;
  }

  private addTagged(row: TrainingRow, group: Group, report: RowReporter): Chain {
    const { steps } = row;
    const chain =
      group.trie === null
        ? group.chains.find((other) => agree(other.steps, steps))
        : group.trie.find(steps);
    if (!chain) {
      const made = this.begin(row, group);
      made.steps = steps.map((text) => this.step(text));
      const labelled = made.steps.at(-1)!;
      labelled.accuracy = row.accuracy;
      this.rows?.push(labelled);
      this.enter(made, group);
      return made;
    }
    if (steps.length > chain.steps.length) {
      for (const text of steps.slice(chain.steps.length)) chain.steps.push(this.step(text));
      group.trie?.add(chain);
    }
    this.label(chain.steps[steps.length - 1]!, row.accuracy, report);
    return chain;
  }

  private addLoose(row: TrainingRow, group: Group, report: RowReporter): Chain {
    const text = row.steps[0]!;
    const tagged =
      group.trie === null
        ? group.chains.find((chain) => chain.steps[0]!.text === text)
        : group.trie.find([text]);
    if (tagged) {
      this.label(tagged.steps[0]!, row.accuracy, report);
      return tagged;
    }
    group.loose ??= new LooseChains();
    const { chain, ends, grown } = group.loose.place(text, () => {
      const made = this.begin(row, group);
      this.chains.push(made);
      return made;
    });
    this.bytes += STEP_BYTES + grown * CHAR_BYTES;
    const step = ends.get(text.length);
    if (step !== undefined) this.label(step, row.accuracy, report);
    else {
      const made = { text: "", accuracy: row.accuracy };
      ends.set(text.length, made);
      this.rows?.push(made);
    }
    return chain;
  }

  private step(text: string): Step {
    this.bytes += STEP_BYTES + text.length * CHAR_BYTES;
    return { text: ownText(text), accuracy: null };
  }

  private begin(row: TrainingRow, group: Group): Chain {
    this.bytes += CHAIN_BYTES;
    // The chains of a group share their strings, so that each is in memory once.
    group.id ??= row.id ?? `question ${this.questionCount}`;
    return {
      id: group.id,
      question: group.question,
      steps: [],
      groundTruth: null,
      isCorrect: null,
      answer: null,
      model: null,
      imagePath: null,
    };
  }

  private enter(chain: Chain, group: Group): void {
    this.chains.push(chain);
    group.chains.push(chain);
    if (group.trie !== null) group.trie.add(chain);
    else if (group.chains.length > MANY_CHAINS) group.trie = new StepTrie(group.chains);
  }

  private label(step: Step, accuracy: number, report: RowReporter): void {
    this.rows?.push(step);
    if (step.accuracy === null) {
      step.accuracy = accuracy;
      return;
    }
    const count = this.labelCounts.get(step) ?? 1;
    this.labelCounts.set(step, count + 1);
    if (step.accuracy === accuracy) {
      report.warn(
        null,
        "this step prefix stood there before with the same label; the two are one row",
      );
      return;
    }
    const mean = (step.accuracy * count + accuracy) / (count + 1);
    report.warn(
      "accuracy",
      `this step prefix stood there before with accuracy ${step.accuracy}, now ${accuracy}; the mean ${mean} is used`,
    );
    step.accuracy = mean;
  }

  /** A row without an id joins the first chains of its question and image. */
  private groupOf({ question, id, imagePath }: GroupKey): Group {
    const byId = this.groupsOf(question, imagePath);
    const key = id ?? byId.keys().next().value ?? "";
    let group = byId.get(key);
    if (group === undefined) {
      group = { question, id, chains: [], trie: null, loose: null };
      byId.set(key, group);
    }
    return group;
  }

  /** A row without an image joins the first image's; the first image joins the rows without one. */
  private groupsOf(question: string, imagePath: string | null): Map<string, Group> {
    let byImage = this.groups.get(question);
    if (byImage === undefined) {
      byImage = new Map();
      this.groups.set(question, byImage);
    }
    const known = imagePath === null ? byImage.values().next().value : byImage.get(imagePath);
    if (known !== undefined) return known;
    const unnamed = byImage.get(null);
    if (unnamed === undefined) {
      this.questionCount++;
      this.bytes += QUESTION_BYTES + question.length * CHAR_BYTES;
    }
    const byId = unnamed ?? new Map<string, Group>();
    byImage.delete(null);
    byImage.set(imagePath, byId);
    return byId;
  }
}

/** True where the shorter one is a prefix of the other. */
function agree(steps: readonly Step[], texts: readonly string[]): boolean {
  const shared = Math.min(steps.length, texts.length);
  for (let i = 0; i < shared; i++) if (steps[i]!.text !== texts[i]) return false;
  return true;
}
