// The suite's own policy as a generator: it needs no server, and the true accuracy of every prefix it writes
// can be computed. A question is looked up, not read (the start of some stands only in their pictures); of a
// prefix, the last result is read, since any prefix may be asked for.
import { StudioError } from "../base/errors.ts";
import { createRng, type Rng } from "../base/rng.ts";
import type { LabelSuiteProblem } from "../domain/labelJournal.ts";
import type { LabelQuestion, LabelSpec } from "../domain/labelling.ts";
import { STANDARD_FACTS } from "../suite/facts.ts";
import { drawNewProblem } from "../suite/generateShard.ts";
import { addPicture, type SuiteImages } from "../suite/pictures.ts";
import { type Policy, RECOVERY_RATE, readStart, takeStep, USUAL_SLIPS } from "../suite/policy.ts";
import type { ProblemShape } from "../suite/problem.ts";
import { renderStep } from "../suite/render.ts";
import { WORDINGS } from "../suite/wording.ts";
import {
  type Generation,
  type GenerationRequest,
  type Generator,
  RejectedReply,
} from "./generator.ts";

const SHAPE: ProblemShape = { minSteps: 3, maxSteps: 5, skills: null };
const LAST_RESULT = /\bgives (\d)\b(?![\s\S]*\bgives \d)/;

export interface SuiteQuestions {
  questions: LabelQuestion[];
  /** By question id. */
  problems: Record<string, LabelSuiteProblem>;
  /** PNG files by the path that questions have. */
  images: SuiteImages;
}

/** New questions of every domain of the suite, with honest keys; the same seed gives the same ones. */
export function makeSuiteQuestions(seed: number, questionsPerDomain: number): SuiteQuestions {
  const rng = createRng(`label questions/${seed}`);
  const made: SuiteQuestions = { questions: [], problems: {}, images: new Map() };
  const policy = suitePolicy(0);
  const seen = new Set<string>();
  for (const wording of WORDINGS) {
    const draws = rng.fork(wording.name);
    const strokes = draws.fork("pictures");
    for (let index = 0; index < questionsPerDomain; index++) {
      const { problem, question } = drawNewProblem(draws, SHAPE, policy, 0, wording, seen);
      const id = `${wording.name}/${index}`;
      const folder = `labels/${wording.name}`;
      const imagePath = addPicture(made.images, wording, folder, index, problem, strokes);
      const groundTruth = String(problem.key);
      made.questions.push({ id, domain: wording.name, question, groundTruth, imagePath });
      made.problems[id] = problem;
    }
  }
  return made;
}

/** The policy that writes and completes; as likely to misread a picture as to slip. */
export function suitePolicy(errorRate: number): Policy {
  return {
    errorRate,
    misreadRate: errorRate,
    recoveryRate: RECOVERY_RATE,
    facts: STANDARD_FACTS,
    slips: USUAL_SLIPS,
  };
}

/**
 * Goes on from a prefix (none: from the start) to the end, as a model would write it: "Step 3: …", at last
 * "Final answer: 7". Throws RejectedReply for a prefix that says no result, or is longer than the problem.
 */
export function writeSuiteText(
  policy: Policy,
  problem: LabelSuiteProblem,
  domain: string,
  prefix: readonly string[],
  rng: Rng,
): string {
  const wording = WORDINGS.find(({ name }) => name === domain);
  if (wording === undefined) throw new RangeError(`the suite has no domain ${domain}`);
  const count = problem.actions.length;
  const last = prefix.at(-1);
  const read = last === undefined ? undefined : LAST_RESULT.exec(last)?.[1];
  if (prefix.length > count || (last !== undefined && read === undefined)) {
    throw new RejectedReply("a prefix that is not the suite's");
  }
  let state = read === undefined ? readStart(policy, problem, rng) : Number(read);
  const lines: string[] = [];
  for (let index = prefix.length; index < count; index++) {
    const step = { action: 0, input: 0, result: 0 };
    state = takeStep(policy, problem, index, state, rng, step);
    const text = renderStep({ ...step, cues: [] }, index, count, wording, true, rng);
    lines.push(`Step ${index + 1}: ${text}`);
  }
  return `${lines.join("\n\n")}\nFinal answer: ${state}`;
}

export class SuiteGenerator implements Generator {
  private readonly policy: Policy;
  private readonly rng: Rng;
  private readonly problems: Readonly<Record<string, LabelSuiteProblem>>;

  constructor(
    spec: Extract<LabelSpec["generator"], { kind: "suite" }>,
    problems: Readonly<Record<string, LabelSuiteProblem>>,
  ) {
    this.policy = suitePolicy(spec.errorRate);
    this.rng = createRng(`label policy/${spec.seed}`);
    this.problems = problems;
  }

  /** The same request gives the same text, whatever was asked for before: a job resumed ends as one not paused. */
  async generate({ question, label, prefix }: GenerationRequest): Promise<Generation> {
    const problem = this.problems[question.id];
    if (problem === undefined) {
      throw new StudioError(
        "data",
        `The suite's policy does not know the question "${question.id}"`,
        "It answers only the suite's own questions; choose an endpoint for others.",
      );
    }
    const rng = this.rng.fork(label);
    const text = writeSuiteText(this.policy, problem, question.domain, prefix ?? [], rng);
    return { text, tokens: { input: 0, output: 0 } };
  }

  mostTokens() {
    return { input: 0, output: 0 };
  }
}
