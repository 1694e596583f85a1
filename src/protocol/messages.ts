// The one language between the page and the training worker. Commands go in, each is answered once;
// events come out as things happen.
import type { ErrorReport } from "../base/errors.ts";
import type { CorpusEdit } from "../domain/corpusEdit.ts";
import type { EvaluationReport, EvaluationRequest, PrmEntry } from "../domain/evaluation.ts";
import type { ExtractionStatus, FeatureSummary, ModelRequest } from "../domain/features.ts";
import type { FieldMapping, FilePeek, FilePreview } from "../domain/fieldMapping.ts";
import type {
  ChainListItem,
  ChainPage,
  ChainQuery,
  ChainScores,
  ChainSource,
  ChainView,
  DomainPulls,
} from "../domain/inspect.ts";
import type {
  LabelEstimate,
  LabelQuestionsSummary,
  LabelSpec,
  LabelStatus,
} from "../domain/labelling.ts";
import type {
  BackendInfo,
  EvaluationRecord,
  HistoryRecord,
  PrmRole,
  RunFile,
  RunState,
  RunTiming,
} from "../domain/run.ts";
import type { RunConfig, SuiteVariant } from "../domain/runConfig.ts";
import type { Recommendation, StudyReport, StudyRequest, StudyStatus } from "../domain/study.ts";
import type { CorpusSummary } from "../domain/summary.ts";
import type { WorkspaceSizes, WorkspaceStatus } from "../domain/workspace.ts";

/** A file with its path inside a dropped folder (or just its name). */
export interface NamedFile {
  path: string;
  file: File;
}

export interface ExportedFile {
  name: string;
  blob: Blob;
}

/** Which suite was generated. */
export interface SuiteName {
  variant: SuiteVariant;
  seed: number;
}

/** What a run of before a reload had made. */
export interface RestoredTrace {
  step: number;
  records: HistoryRecord[];
  evaluations: EvaluationRecord[];
  timing: RunTiming;
}

/** Every command with what it is given and what it answers. */
export interface CommandMap {
  /**
   * Opens what the browser keeps and brings it back: data, vectors, the run (paused where it was under way) and
   * the study, told by the events of each. From then on everything is kept as it changes. `isTakingOver`: also
   * where another tab has it. Without this command nothing is kept.
   */
  "workspace.open": {
    args: { isTakingOver: boolean };
    reply: {
      status: WorkspaceStatus;
      hasCorpus: boolean;
      /** Which suite the corpus is, where it is one. */
      suite: SuiteName | null;
      /** Made since the corpus was loaded, in order; they can be taken back. */
      edits: CorpusEdit[];
    };
  };
  /** Writes the run's checkpoint as soon as it can; for a page that is being hidden. */
  "workspace.save": { args: Record<never, never>; reply: null };
  "workspace.sizes": { args: Record<never, never>; reply: WorkspaceSizes };
  /** Forgets what is kept of data, vectors, run and study. What is loaded in the page stays until it is closed. */
  "workspace.clear": { args: Record<never, never>; reply: null };

  /** Generates and loads the built-in suite. */
  "suite.load": { args: { variant: SuiteVariant; seed: number }; reply: CorpusSummary };
  /** Reads files and adds them to (or, with isReplacing, puts them in place of) the corpus. */
  "files.load": {
    args: {
      files: NamedFile[];
      isReplacing: boolean;
      /** By path: what the file is and where its fields stand, in place of what would be recognised. */
      mappings?: Record<string, FieldMapping>;
    };
    reply: CorpusSummary;
  };
  /** What a file looks like, for mapping its fields by hand: columns, first rows, what it is taken for. */
  "file.peek": { args: { file: NamedFile }; reply: FilePeek };
  /** A file's first rows as a mapping reads them; null: as they would be recognised. */
  "file.preview": { args: { file: NamedFile; mapping: FieldMapping | null }; reply: FilePreview };
  /** One of the corpus' images; null where there is none of this path. */
  "image.read": { args: { path: string }; reply: Blob | null };
  /** Stops a load under way; the corpus stays as it was. */
  "load.cancel": { args: Record<never, never>; reply: null };
  "domain.rename": { args: { from: string; to: string }; reply: CorpusSummary };
  "domain.merge": { args: { names: string[]; into: string }; reply: CorpusSummary };
  "domain.enable": { args: { name: string; isEnabled: boolean }; reply: CorpusSummary };
  /** Takes back the last rename, merge or switch. */
  "domain.undo": { args: Record<never, never>; reply: CorpusSummary };
  /** All problems as CSV. */
  "problems.export": { args: Record<never, never>; reply: ExportedFile };
  /** Shards, meta set and candidates in the formats the app reads. */
  "corpus.export": { args: Record<never, never>; reply: ExportedFile[] };

  /** Shards and learned weights in the layout of the official code, with the command that goes on from them. */
  "corpus.exportOfficial": { args: Record<never, never>; reply: ExportedFile[] };

  /** Vectors computed elsewhere: features.safetensors, or Parquet with a vector column. */
  "features.load": { args: { files: NamedFile[] }; reply: FeatureSummary[] };
  /** Lets a pretrained model read the corpus in the browser; told by features.progressed. */
  "features.extract": { args: { request: ModelRequest }; reply: null };
  "features.pause": { args: Record<never, never>; reply: null };
  "features.resume": { args: Record<never, never>; reply: null };
  "features.stop": { args: Record<never, never>; reply: null };
  "features.remove": { args: { id: string }; reply: FeatureSummary[] };
  /** Forgets every vector kept in the browser. */
  "features.clearCache": { args: Record<never, never>; reply: null };
  /** chains.jsonl: every chain with its key, for computing vectors elsewhere. */
  "features.exportChains": { args: Record<never, never>; reply: ExportedFile };

  /** Reads questions with ground truth, one file a domain; they take the place of those there were. */
  "label.open": { args: { files: NamedFile[] }; reply: LabelQuestionsSummary };
  /** The questions of the suite that is loaded, so that its policy can label them. */
  "label.openSuite": { args: { questionsPerDomain: number }; reply: LabelQuestionsSummary };
  /** Names of the models an endpoint offers (GET <url>/models); fails in words where it cannot be reached. */
  "label.probe": { args: { url: string; key: string | null }; reply: { models: string[] } };
  "label.estimate": { args: { spec: LabelSpec }; reply: LabelEstimate };
  /** `key`: the endpoint's; kept in memory only. */
  "label.start": { args: { spec: LabelSpec; key: string | null }; reply: null };
  "label.pause": { args: Record<never, never>; reply: null };
  /** Goes on, also after a reload; `spec` may raise the budget. */
  "label.resume": { args: { spec: LabelSpec | null; key: string | null }; reply: null };
  /** Forgets the job and everything it made. */
  "label.discard": { args: Record<never, never>; reply: null };
  /** What an earlier session left unfinished, ready to go on. */
  "label.restore": { args: Record<never, never>; reply: LabelStatus };
  /** The shards made so far, one file a domain. */
  "label.export": { args: Record<never, never>; reply: ExportedFile[] };
  /** Adds them to the corpus (or puts them in its place). */
  "label.use": { args: { isReplacing: boolean }; reply: CorpusSummary };

  "run.start": { args: { config: RunConfig }; reply: null };
  "run.pause": { args: Record<never, never>; reply: null };
  "run.resume": { args: Record<never, never>; reply: null };
  /** One upper step, then paused again. Starts a run that has not begun. */
  "run.step": { args: { config: RunConfig }; reply: null };
  "run.stop": { args: Record<never, never>; reply: null };
  "run.reset": { args: Record<never, never>; reply: null };
  /**
   * From scratch with the learned weights fixed (role "retrained"), then with all weights at 1
   * (role "vanilla") for comparison. The state is "retraining" meanwhile; stop ends it.
   */
  "run.retrain": { args: Record<never, never>; reply: null };
  /** run.json, weights.csv, prm.safetensors, scores.jsonl (the last only with candidates). */
  "run.export": { args: Record<never, never>; reply: ExportedFile[] };
  "run.describe": { args: Record<never, never>; reply: RunFile };

  "chains.query": { args: { query: ChainQuery }; reply: ChainPage };
  "chains.list": { args: { source: ChainSource; refs: number[] }; reply: ChainListItem[] };
  /** `comparedTo`: id of a second PRM on the shelf whose scores come along. `isBlind`: scored without its image. */
  "chain.read": {
    args: { source: ChainSource; ref: number; comparedTo: string | null; isBlind?: boolean };
    reply: ChainView;
  };
  "chain.score": {
    args: { question: string; steps: string[]; imagePath?: string | null };
    reply: ChainScores;
  };
  /** Loads a saved PRM (prm.safetensors) as the current one. */
  "prm.load": { args: { file: File }; reply: null };
  /** Puts a saved PRM (of a kept run) on the shelf beside the run's own, or in the place of one with this id. */
  "prm.shelve": { args: { id: string; label: string; file: File }; reply: null };
  /** Takes a PRM put there from the shelf. */
  "prm.unshelve": { args: { id: string }; reply: null };
  /** The file of one PRM on the shelf. */
  "prm.export": { args: { id: string }; reply: ExportedFile };
  /** Everything measured on the candidates, for PRMs on the shelf. */
  "evaluation.compute": { args: { request: EvaluationRequest }; reply: EvaluationReport };
  /** Which meta chains pull this domain's weight, under the main run's PRM as it is now. */
  "domain.explain": { args: { domain: string }; reply: DomainPulls };
  /** Queues the trainings of a study. Throws StudioError("state") while a run or a study goes on. */
  "study.start": { args: { request: StudyRequest }; reply: null };
  "study.pause": { args: Record<never, never>; reply: null };
  "study.resume": { args: Record<never, never>; reply: null };
  /** Ends the study; what is done is reported where it is enough to judge by. */
  "study.stop": { args: Record<never, never>; reply: null };
  /** scores.jsonl of the loaded candidates under the current PRM. */
  "candidates.score": { args: Record<never, never>; reply: ExportedFile };
}

export type CommandName = keyof CommandMap;
export type CommandArgs<N extends CommandName> = CommandMap[N]["args"];
export type CommandReply<N extends CommandName> = CommandMap[N]["reply"];

export type Command = {
  [N in CommandName]: { kind: "command"; id: number; name: N; args: CommandArgs<N> };
}[CommandName];

export type Reply =
  | { kind: "reply"; id: number; isOk: true; value: CommandReply<CommandName> }
  | { kind: "reply"; id: number; isOk: false; error: ErrorReport };

/** Events, past tense. */
export type StudioEvent =
  | { kind: "event"; name: "load.progressed"; label: string; done: number; total: number }
  | { kind: "event"; name: "corpus.changed"; summary: CorpusSummary }
  /** Feature sets came or went, or the corpus changed under them. */
  | { kind: "event"; name: "features.changed"; features: FeatureSummary[] }
  | { kind: "event"; name: "features.progressed"; status: ExtractionStatus }
  | { kind: "event"; name: "label.changed"; status: LabelStatus }
  | { kind: "event"; name: "backend.chosen"; backend: BackendInfo }
  | {
      kind: "event";
      name: "run.stateChanged";
      state: RunState;
      /** What is going on, for the status line. */
      detail: string;
      /** Set when state is failed. */
      error: ErrorReport | null;
    }
  | {
      kind: "event";
      name: "run.started";
      /** Of the run, the same for all its roles and after a reload. */
      id: string;
      role: PrmRole;
      config: RunConfig;
      domains: string[];
      totalSteps: number;
      /** What was made of a frozen encoder's vectors, in words; null for other encoders. */
      encoderNote: string | null;
      /** What it had made before the page was reloaded; null for a run that begins now. */
      restored: RestoredTrace | null;
    }
  /** New points since the last event, at most about 20 events a second. */
  | {
      kind: "event";
      name: "run.progressed";
      role: PrmRole;
      step: number;
      records: HistoryRecord[];
      timing: RunTiming;
    }
  /** The page may have lost the workspace to another tab, saved a checkpoint, met a full disk. */
  | { kind: "event"; name: "workspace.changed"; status: WorkspaceStatus }
  | { kind: "event"; name: "run.evaluated"; role: PrmRole; record: EvaluationRecord }
  /** The PRM whose scores Inspect shows has changed. */
  | { kind: "event"; name: "prm.changed"; role: PrmRole; step: number }
  /** PRMs came to the shelf or left it. */
  | { kind: "event"; name: "shelf.changed"; prms: PrmEntry[] }
  /** Learned or uniform weights, decided on kept meta chains once retrained and vanilla are there. */
  | { kind: "event"; name: "run.recommended"; recommendation: Recommendation }
  | { kind: "event"; name: "study.changed"; status: StudyStatus }
  /**
   * A training of a comparison is done; the page keeps it as a run under this id. It comes again, with the same
   * id, where the training had to be made again after a reload.
   */
  | {
      kind: "event";
      name: "study.runDone";
      id: string;
      label: string;
      run: RunFile;
      prm: ExportedFile;
    }
  /** A study has ended, or had before a reload; `isOutdated`: it is of other data than are loaded now. */
  | { kind: "event"; name: "study.reported"; report: StudyReport; isOutdated: boolean }
  /** Something the user should know that is not an error (device lost and recovered, …). */
  | { kind: "event"; name: "notice.posted"; message: string };

export type WorkerMessage = Reply | StudioEvent;
