// Puts the rows of one domain together to chains: rows on one question whose prefixes extend one
// another are one chain. No prefix is kept: each step's text is stored once, when it first appears.
import type { Chain, Step } from "../domain/chain.ts";
import { extractAnswer } from "./extractAnswer.ts";
import type { RowReporter } from "./problemLog.ts";
import type { TrainingRow } from "./trainingRow.ts";

/** The chains of one question and id. No two of them are prefixes of each other. */
interface Group {
  chains: Chain[];
  /** The same by first step, once there are many. */
  byFirstStep: Map<string, Chain[]> | null;
  loose: LooseChain[];
}

/** A chain whose text has no step tags: its steps end where some row's prefix ended. */
interface LooseChain {
  chain: Chain;
  text: string;
  /** Labels by the end of their prefix, in characters. */
  ends: Map<number, Step>;
}

const MANY_CHAINS = 16;

export class ChainGrouper {
  private readonly chains: Chain[] = [];
  private readonly groups = new Map<string, Map<string, Group>>();
  /** How many rows a label is the mean of, where it is more than one. */
  private readonly labelCounts = new Map<Step, number>();

  /** Starts from chains read before; they are copied, not changed. */
  constructor(earlier: readonly Chain[] = []) {
    for (const chain of earlier) {
      const copy = { ...chain, steps: chain.steps.map((step) => ({ ...step })) };
      this.enter(copy, this.groupOf(chain.question, chain.id));
    }
  }

  /**
   * Adds one labelled prefix. A prefix that was labelled before gets the mean of its labels, with a
   * warning. A prefix that several chains share is labelled in the first of them only, so that it
   * stays one training row.
   */
  add(row: TrainingRow, report: RowReporter): void {
    const group = this.groupOf(row.question, row.id);
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
  finish(): Chain[] {
    for (const byId of this.groups.values()) {
      for (const group of byId.values()) group.loose.forEach(cutIntoSteps);
    }
    for (const chain of this.chains) chain.answer ??= extractAnswer(chain.steps.at(-1)!.text);
    return this.chains;
  }

  private addTagged(row: TrainingRow, group: Group, report: RowReporter): Chain {
    const { steps } = row;
    const rivals =
      group.byFirstStep === null ? group.chains : (group.byFirstStep.get(steps[0]!) ?? []);
    for (const chain of rivals) {
      if (!agree(chain.steps, steps)) continue;
      for (let i = chain.steps.length; i < steps.length; i++) {
        chain.steps.push({ text: ownText(steps[i]!), accuracy: null });
      }
      this.label(chain.steps[steps.length - 1]!, row.accuracy, report);
      return chain;
    }
    const chain = this.begin(row, group);
    chain.steps = steps.map((text) => ({ text: ownText(text), accuracy: null }));
    chain.steps.at(-1)!.accuracy = row.accuracy;
    this.enter(chain, group);
    return chain;
  }

  private addLoose(row: TrainingRow, group: Group, report: RowReporter): Chain {
    const text = row.steps[0]!;
    const tagged = group.chains.find((chain) => chain.steps[0]!.text === text);
    if (tagged !== undefined) {
      this.label(tagged.steps[0]!, row.accuracy, report);
      return tagged;
    }
    let loose = group.loose.find(
      (other) => isPrefix(text, other.text) || isPrefix(other.text, text),
    );
    if (loose === undefined) {
      loose = { chain: this.begin(row, group), text, ends: new Map() };
      group.loose.push(loose);
      this.chains.push(loose.chain);
    } else if (text.length > loose.text.length) loose.text = text;
    const step = loose.ends.get(text.length);
    if (step !== undefined) this.label(step, row.accuracy, report);
    else loose.ends.set(text.length, { text: "", accuracy: row.accuracy });
    return loose.chain;
  }

  private begin(row: TrainingRow, group: Group): Chain {
    // The first chain of a group lends its strings, so that each is in memory once.
    const first = group.chains[0] ?? group.loose[0]?.chain;
    return {
      id: first?.id ?? row.id ?? `question ${this.groups.size}`,
      question: first?.question ?? row.question,
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
    if (group.byFirstStep !== null) index(group.byFirstStep, chain);
    else if (group.chains.length > MANY_CHAINS) {
      group.byFirstStep = new Map();
      for (const other of group.chains) index(group.byFirstStep, other);
    }
  }

  private label(step: Step, accuracy: number, report: RowReporter): void {
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

  /** A row without an id joins the first chains of its question. */
  private groupOf(question: string, id: string | null): Group {
    let byId = this.groups.get(question);
    if (byId === undefined) {
      byId = new Map();
      this.groups.set(question, byId);
    }
    const key = id ?? byId.keys().next().value ?? "";
    let group = byId.get(key);
    if (group === undefined) {
      group = { chains: [], byFirstStep: null, loose: [] };
      byId.set(key, group);
    }
    return group;
  }
}

function index(byFirstStep: Map<string, Chain[]>, chain: Chain): void {
  const key = chain.steps[0]!.text;
  const sameStart = byFirstStep.get(key);
  if (sameStart === undefined) byFirstStep.set(key, [chain]);
  else sameStart.push(chain);
}

/** True where the shorter one is a prefix of the other. */
function agree(steps: readonly Step[], texts: readonly string[]): boolean {
  const shared = Math.min(steps.length, texts.length);
  for (let i = 0; i < shared; i++) if (steps[i]!.text !== texts[i]) return false;
  return true;
}

/** A prefix ends between words, so that "12" does not extend "1". */
function isPrefix(prefix: string, text: string): boolean {
  if (!text.startsWith(prefix)) return false;
  return prefix.length === text.length || /\s/.test(text[prefix.length]!);
}

function cutIntoSteps(loose: LooseChain): void {
  let start = 0;
  for (const end of [...loose.ends.keys()].sort((a, b) => a - b)) {
    const step = loose.ends.get(end)!;
    step.text = ownText(loose.text.slice(start, end).trim());
    loose.chain.steps.push(step);
    start = end;
  }
}

/** A copy: a slice would hold on to the whole prefix that it was cut from. */
function ownText(text: string): string {
  return ` ${text}`.slice(1);
}
