// The Monte-Carlo labeller: questions in, chains written and every prefix of them completed R times, training
// rows out. One job at a time, journalled as it goes, so that it can be paused and taken up after a reload.
import { StudioError } from "../base/errors.ts";
import { openConnection } from "../base/openConnections.ts";
import type { InputFile } from "../data/loadFiles.ts";
import { type LabelJob, type LabelJournal, NO_TOTALS } from "../domain/labelJournal.ts";
import type {
  LabelEstimate,
  LabelQuestionsSummary,
  LabelSpec,
  LabelStatus,
} from "../domain/labelling.ts";
import { promptIssue } from "../domain/labelPrompt.ts";
import { settingsInTheWay } from "../domain/labelResume.ts";
import { estimateLabels } from "./estimateLabels.ts";
import { LabelRun, type LabelWorld } from "./labelRun.ts";
import { idleStatus, statusOf } from "./labelStatus.ts";
import { listModels } from "./listModels.ts";
import { readQuestions, summariseQuestions } from "./readQuestions.ts";
import { type ShardFile, shardFiles } from "./shardRows.ts";
import { makeSuiteQuestions } from "./suiteGenerator.ts";

export interface LabellerOptions extends LabelWorld {
  /** Called once, when the journal is first needed. */
  openJournal: () => Promise<LabelJournal>;
  post: (status: LabelStatus) => void;
}

/** What a job will be made of. */
type Prepared = Pick<LabelJob, "questions" | "summary" | "suiteProblems" | "images">;

/** It is sent questions, and a key: nobody else gets them. */
const ENDPOINT = { mayRedirect: false };

/** Time between two posts while a job runs. */
const POST_EVERY_MS = 200;

export class Labeller {
  private readonly options: LabellerOptions;
  private journal: Promise<LabelJournal> | null = null;
  private prepared: Prepared | null = null;
  private run: LabelRun | null = null;
  /** Keeps other tabs from the journal; resolves to what lets go of it. Null while it is not held. */
  private claim: Promise<() => void> | null = null;
  private postedAt = Number.NEGATIVE_INFINITY;
  private postedState: string | null = null;
  private isPostDue = false;

  constructor(options: LabellerOptions) {
    this.options = options;
  }

  get status(): LabelStatus {
    return this.run === null ? idleStatus(this.prepared?.summary ?? null) : statusOf(this.run);
  }

  /**
   * Reads questions (and images) in the place of those there were.
   * Throws StudioError("data") where none can be used, ("state") while a job is unfinished.
   */
  async open(files: readonly InputFile[]): Promise<LabelQuestionsSummary> {
    this.requireNoJob();
    const read = await readQuestions(files);
    const { questions, images } = read;
    const summary = summariseQuestions(read, false);
    return this.prepare({ questions, images, summary, suiteProblems: null });
  }

  /** New questions of the suite's fifteen domains, which its policy can answer. */
  openSuite(seed: number, questionsPerDomain: number): LabelQuestionsSummary {
    this.requireNoJob();
    if (!Number.isInteger(questionsPerDomain) || questionsPerDomain < 1) {
      throw new StudioError("config", "Questions a domain must be a whole number of at least 1");
    }
    const { questions, problems, images } = makeSuiteQuestions(seed, questionsPerDomain);
    const summary = summariseQuestions({ questions, problems: [] }, true);
    return this.prepare({ questions, images, summary, suiteProblems: problems });
  }

  /** What the job would take at most. Throws StudioError("state") where there are no questions. */
  estimate(spec: LabelSpec): LabelEstimate {
    return estimateLabels(this.requireQuestions().questions, spec);
  }

  /** Names of the models that an endpoint offers. */
  async probe(url: string, key: string | null): Promise<{ models: string[] }> {
    openConnection(url, ENDPOINT);
    return listModels({ fetch: this.options.fetch, url, key });
  }

  /** Starts a job over the questions; resolves once it is journalled and under way. */
  async start(spec: LabelSpec, key: string | null): Promise<void> {
    const prepared = this.requireQuestions();
    this.requireNoJob();
    checkSpec(spec, prepared);
    openEndpoint(spec);
    const journal = await this.claimedJournal();
    const job: LabelJob = {
      ...prepared,
      id: crypto.randomUUID(),
      createdAt: new Date().toISOString(),
      spec,
      hadKey: key !== null,
    };
    await journal.begin(job);
    this.requireNoJob();
    this.run = this.runOf({ job, records: [], totals: { ...NO_TOTALS } }, journal);
    this.run.go(key);
  }

  pause(): void {
    this.run?.pause();
  }

  /**
   * Goes on where the job stopped. A spec may change what changes no label: budget, price, the endpoint's address,
   * concurrency, timeout and retries. Throws StudioError("config") for any other change.
   */
  async resume(spec: LabelSpec | null, key: string | null): Promise<void> {
    const { run } = this;
    if (run === null) throw new StudioError("state", "There is no labelling job to go on with");
    if (run.state === "running") return;
    if (run.state === "done") throw new StudioError("state", "The labelling job is done");
    const next = spec ?? run.job.spec;
    const inTheWay = settingsInTheWay(run.job.spec, next);
    if (inTheWay.length > 0) {
      throw new StudioError(
        "config",
        `Labels before and after would mean different things: ${inTheWay.join(", ")} may not change while a job is under way`,
        "Budget, price, address, concurrency, timeout and retries may; for all else discard the job and start anew.",
      );
    }
    checkSpec(next, run.job);
    openEndpoint(next);
    await run.change(next, key !== null);
    run.go(key);
  }

  /** Forgets the job and all that it made; the questions stay. */
  async discard(): Promise<void> {
    const journal = await this.claimedJournal();
    this.run?.end();
    this.run = null;
    await journal.clear();
    this.letGo();
    this.post();
  }

  /**
   * Takes up what an earlier session left, paused; what is here already stays. Throws StudioError("state") where
   * another tab has it.
   */
  async restore(): Promise<LabelStatus> {
    const journal = await this.openedJournal();
    const isThere = this.run === null && (await journal.read()) !== null;
    if (!isThere) return this.status;
    // Read once more under the claim: another tab may have written until then.
    await this.claimedJournal();
    const left = await journal.read();
    if (left !== null && this.run === null) {
      this.run = this.runOf(left, journal);
      const { questions, summary, suiteProblems, images } = left.job;
      this.prepared ??= { questions, summary, suiteProblems, images };
      if (this.run.state === "done") this.letGo();
      this.post();
    }
    return this.status;
  }

  /**
   * One JSONL a domain in the official training layout, with every label that is finished, and the images. Throws
   * StudioError("state") where there is none yet.
   */
  shards(): ShardFile[] {
    const files = this.run === null ? [] : shardFiles(this.run.job, this.run.progress);
    if (files.length === 0) throw new StudioError("state", "No step is labelled yet");
    return files;
  }

  private prepare(prepared: Prepared): LabelQuestionsSummary {
    this.prepared = prepared;
    this.run = null; // one that is done, at most; the journal holds it until the next starts
    this.post();
    return prepared.summary;
  }

  private requireQuestions(): Prepared {
    if (this.prepared !== null) return this.prepared;
    throw new StudioError(
      "state",
      "There are no questions to label",
      "Open files with questions, or take the suite's.",
    );
  }

  private requireNoJob(): void {
    if (this.run === null || this.run.state === "done") return;
    throw new StudioError(
      "state",
      "A labelling job is not finished",
      "Go on with it, or discard it first.",
    );
  }

  private openedJournal(): Promise<LabelJournal> {
    this.journal ??= this.options.openJournal().catch((error: unknown) => {
      this.journal = null;
      throw error;
    });
    return this.journal;
  }

  private async claimedJournal(): Promise<LabelJournal> {
    const journal = await this.openedJournal();
    this.claim ??= journal.claim().catch((error: unknown) => {
      this.claim = null;
      throw error;
    });
    await this.claim;
    return journal;
  }

  private letGo(): void {
    void this.claim?.then((release) => release());
    this.claim = null;
  }

  private runOf(left: ConstructorParameters<typeof LabelRun>[0], journal: LabelJournal): LabelRun {
    const run: LabelRun = new LabelRun(left, {
      world: this.options,
      journal,
      onChange: () => {
        if (this.run === run) this.postSoon();
        if (run.state === "done") this.letGo();
      },
    });
    return run;
  }

  /** A change of state at once, all else a few times a second. */
  private postSoon(): void {
    if (this.run?.state !== this.postedState) {
      this.post();
      return;
    }
    if (this.isPostDue) return;
    this.isPostDue = true;
    const wait = Math.max(0, this.postedAt + POST_EVERY_MS - this.options.now());
    void this.options.sleep(wait).then(() => {
      if (this.isPostDue) this.post();
    });
  }

  private post(): void {
    this.isPostDue = false;
    this.postedAt = this.options.now();
    const { status } = this;
    this.postedState = status.state;
    this.options.post(status);
  }
}

function openEndpoint({ generator }: LabelSpec): void {
  if (generator.kind === "endpoint") openConnection(generator.url, ENDPOINT);
}

/** Throws StudioError("config") for what the schema cannot see. */
function checkSpec(
  { generator, prompt }: LabelSpec,
  { suiteProblems }: Pick<LabelJob, "suiteProblems">,
) {
  const issue = promptIssue(prompt);
  if (issue !== null) throw new StudioError("config", issue);
  if (generator.kind === "suite") {
    if (suiteProblems !== null) return;
    throw new StudioError(
      "config",
      "The suite's policy answers only the suite's own questions",
      "Choose an endpoint for these.",
    );
  }
  const { protocol, username, password, searchParams } = new URL(generator.url);
  if (protocol !== "http:" && protocol !== "https:") {
    throw new StudioError(
      "config",
      `The address must begin with http:// or https://, got ${protocol}`,
    );
  }
  const holdsKey = [...searchParams.keys()].some((name) => /key|token|secret/i.test(name));
  if (username !== "" || password !== "" || holdsKey) {
    throw new StudioError(
      "config",
      "The address holds a key or password, and is written to the journal and to exports",
      "Put the key into its own field; it is kept in memory only.",
    );
  }
}
