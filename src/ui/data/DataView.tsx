// The Data view: files or the built-in suite in, the corpus in counts, what was wrong with it. It
// owns the drop zone, which is the whole view.

import { PackageOpen, Undo2, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Trans } from "react-i18next";
import { useStore } from "zustand";
import { StudioError, toErrorReport } from "../../base/errors.ts";
import { expandArchives } from "../../base/expandArchives.ts";
import type { CorpusEdit } from "../../domain/corpusEdit.ts";
import type { RunConfig, SuiteVariant } from "../../domain/runConfig.ts";
import type { CorpusStore } from "../../store/corpusStore.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { EmptyState } from "../primitives/EmptyState.tsx";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { ProgressBar } from "../primitives/ProgressBar.tsx";
import { useConfig, useStudio } from "../StudioContext.ts";
import { collectDroppedFiles, type DroppedFile } from "./collectDroppedFiles.ts";
import styles from "./DataView.module.css";
import { DomainPanel } from "./DomainPanel.tsx";
import { DropHint } from "./DropHint.tsx";
import { editWords } from "./editWords.ts";
import { FilePicker } from "./FilePicker.tsx";
import { FilesPanel } from "./FilesPanel.tsx";
import { FeaturesPanel } from "./features/FeaturesPanel.tsx";
import { HeldOutPanel } from "./HeldOutPanel.tsx";
import { ImagesPanel } from "./ImagesPanel.tsx";
import { isRunUnderWay } from "./isRunUnderWay.ts";
import { MappingDialog } from "./mapping/MappingDialog.tsx";
import { ProblemPanel } from "./ProblemPanel.tsx";
import { SuiteChooser } from "./SuiteChooser.tsx";
import { saveFile, saveFiles } from "./saveFiles.ts";
import { useFileDrop } from "./useFileDrop.ts";

/** How long the offer to take a change back stays on screen. */
const UNDO_OFFER_MS = 8000;

const SAMPLES = ["training.jsonl", "meta.json", "candidates.jsonl"];

function suiteSeedOf(config: RunConfig): number {
  return config.suite.seed ?? config.seed;
}

/** The newest change for a while after it was made; null once it is old or taken back. */
function useUndoOffer(store: CorpusStore): CorpusEdit | null {
  const undoable = useStore(store, (state) => state.undoable);
  const [offer, setOffer] = useState<CorpusEdit | null>(null);
  // Edits that came back with the page are not news.
  const madeHere = useStore(store, (state) => state.madeHere);
  const countBefore = useRef(madeHere);
  useEffect(() => {
    const isNew = madeHere > countBefore.current;
    countBefore.current = madeHere;
    setOffer(isNew ? (undoable.at(-1) ?? null) : null);
    if (!isNew) return;
    const timer = setTimeout(() => setOffer(null), UNDO_OFFER_MS);
    return () => clearTimeout(timer);
  }, [undoable, madeHere]);
  return offer;
}

// biome-ignore lint/suspicious/noShadowRestrictedNames: the view of that name; no buffers are read here
export function DataView() {
  const studio = useStudio();
  const store = studio.corpus;
  const summary = useStore(store, (state) => state.summary);
  const mode = useConfig((state) => state.config?.mode ?? "bilevel");
  const blocker = summary?.blockers[mode] ?? null;
  const load = useStore(store, (state) => state.load);
  const error = useStore(store, (state) => state.error);
  const side = useRef<HTMLElement>(null);
  const unpacking = useRef<AbortController | null>(null);
  const offer = useUndoOffer(store);
  // Null follows the data: a suite is replaced, one's own files are added to.
  const [replacing, setReplacing] = useState<boolean | null>(null);
  const isReplacing = replacing ?? summary?.isSuite ?? true;
  const slots = useStore(studio.view, (state) => state.domainSlots);
  const isHeld = useStore(studio.run, ({ state }) => isRunUnderWay(state));
  const actions = store.getState();
  const { config: chosen } = studio.config.getState();

  function loadSuite(variant: SuiteVariant, seed: number): void {
    const { config, setField } = studio.config.getState();
    const isChosen =
      config !== null && config.suite.variant === variant && suiteSeedOf(config) === seed;
    if (config === null || (isChosen && summary?.isSuite)) {
      // The same again, fresh: changes made to it are gone.
      void actions.loadSuite(variant, seed);
      return;
    }
    setField("suite.variant", variant);
    if (suiteSeedOf(config) !== seed) setField("suite.seed", seed);
    void studio.loadSuite();
  }

  function report(cause: unknown): void {
    const error = toErrorReport(cause);
    if (error.code !== "cancelled") store.setState({ error });
  }

  /**
   * Unpacked here and not by the worker, so that single files of a ZIP can be looked into by hand. A ZIP with
   * something at fault goes to the worker as it is, which reads what is sound of it and lists what is not.
   */
  async function unpack(files: DroppedFile[]): Promise<DroppedFile[]> {
    if (!files.some(({ path }) => /\.zip$/i.test(path))) return files;
    unpacking.current?.abort();
    const own = new AbortController();
    unpacking.current = own;
    store.setState({ load: { label: t("data:load.openingZip"), done: 0, total: 0 }, error: null });
    try {
      const faulty = new Set<string>();
      const expanded = await expandArchives(files, {
        signal: own.signal,
        onFault: ({ path }) => faulty.add(path),
      });
      const isFaulty = ({ path }: DroppedFile) =>
        [...faulty].some((fault) => fault === path || fault.startsWith(`${path}/`));
      const whole = files.filter((file) => /\.zip$/i.test(file.path) && isFaulty(file));
      const isOf = (file: DroppedFile) =>
        whole.some(({ path }) => file.path.startsWith(`${path}/`));
      return [...expanded.filter((file) => !isOf(file)), ...whole];
    } finally {
      if (unpacking.current === own) store.setState({ load: null });
    }
  }

  async function loadFiles(files: DroppedFile[]): Promise<void> {
    const expanded = await unpack(files);
    if (expanded.length === 0) {
      throw new StudioError(
        "data",
        "nothing to read was dropped",
        "Drop files, or a folder of them.",
      );
    }
    await actions.loadFiles(expanded, isReplacing);
    setReplacing(null);
  }

  const { isOver, handlers } = useFileDrop((transfer) => {
    collectDroppedFiles(transfer).then(loadFiles).catch(report);
  });

  return (
    <div className={styles["view"]} data-dropping={isOver} {...handlers}>
      <aside ref={side} className={styles["side"]} aria-label={t("data:load.aside")}>
        <Panel title={t("data:load.yours")} guide="data">
          <FilePicker
            isReplacing={isReplacing}
            onReplacingChange={setReplacing}
            onFiles={(files) => void loadFiles(files).catch(report)}
          />
          <p className={styles["privacy"]}>{t("data:load.privacy")}</p>
          <p className={styles["samples"]}>
            {t("data:load.samples")}{" "}
            {SAMPLES.map((name, index) => (
              <span key={name}>
                {index > 0 && ", "}
                <a href={`samples/${name}`} download={name}>
                  {name}
                </a>
              </span>
            ))}
          </p>
        </Panel>
        <Panel title={t("data:suite.title")}>
          <SuiteChooser
            initialVariant={chosen?.suite.variant ?? "planted"}
            initialSeed={chosen === null ? 1 : suiteSeedOf(chosen)}
            isDisabled={load !== null || isHeld}
            onLoad={loadSuite}
          />
        </Panel>
      </aside>
      <div className={styles["main"]}>
        {isHeld && (
          <p role="status" className={styles["held"]}>
            {t("data:held")}
          </p>
        )}
        {error !== null && <ErrorNote error={error} onDismiss={actions.dismissError} />}
        {load !== null && (
          <section className={styles["load"]} aria-label={t("data:load.loading")} aria-busy="true">
            <div className={styles["loadLine"]}>
              <span role="status">{said(load.label)}</span>
              <span className={styles["loadCount"]}>
                {load.total > 0 && `${Math.floor((100 * load.done) / load.total)} %`}
              </span>
              <Button
                icon={<X />}
                onClick={() => {
                  unpacking.current?.abort();
                  void actions.cancelLoad();
                }}
              >
                {t("data:load.cancel")}
              </Button>
            </div>
            <ProgressBar label={said(load.label)} done={load.done} total={load.total} />
          </section>
        )}
        {summary === null ? (
          load === null && (
            <Panel title={t("data:empty.panel")}>
              <EmptyState title={t("data:empty.title")}>
                <Trans t={t} i18nKey="data:empty.about" components={{ code: <code /> }} />
              </EmptyState>
            </Panel>
          )
        ) : (
          <>
            <div className={styles["source"]}>
              <p className={styles["sourceText"]}>
                <span className={styles["muted"]}>{t("data:source.label")}</span>{" "}
                {said(summary.source)}
              </p>
              <Button
                className={styles["toLoad"] ?? ""}
                onClick={() => side.current?.scrollIntoView()}
              >
                {t("data:load.other")}
              </Button>
              <Button
                icon={<PackageOpen />}
                disabled={load !== null}
                title={t("data:source.exportAbout")}
                onClick={() => {
                  void actions.exportCorpus().then(async (files) => {
                    if (files !== null) await saveFiles(files, "corpus.zip").catch(report);
                  });
                }}
              >
                {t("data:source.export")}
              </Button>
              <Button
                disabled={load !== null}
                title={t("data:source.officialAbout")}
                onClick={() => {
                  void actions.exportOfficial().then(async (files) => {
                    if (files !== null) await saveFiles(files, "dreamprm.zip").catch(report);
                  });
                }}
              >
                {t("data:source.official")}
              </Button>
            </div>
            {blocker !== null && (
              <p role="status" className={styles["blocker"]}>
                <strong>{t("data:source.blocked")}</strong> {t(`notices:blockers.${blocker}`)}
              </p>
            )}
            <DomainPanel studio={studio} isHeld={isHeld} />
            <HeldOutPanel summary={summary} />
            <ImagesPanel summary={summary} slots={slots} />
            <FeaturesPanel isHeld={isHeld} />
            {(!summary.isSuite || summary.problemCount > 0) && (
              <ProblemPanel
                problems={summary.problems}
                problemCount={summary.problemCount}
                fileNames={new Set(summary.files.map((file) => file.name))}
                onDownload={() => {
                  void actions.exportProblems().then((file) => {
                    if (file !== null) saveFile(file);
                  });
                }}
              />
            )}
            {summary.files.length > 0 && <FilesPanel files={summary.files} isHeld={isHeld} />}
          </>
        )}
      </div>
      <MappingDialog />
      {isOver && (
        <DropHint>{isReplacing ? t("data:load.replaceHint") : t("data:load.addHint")}</DropHint>
      )}
      {offer !== null && (
        <div className={styles["offer"]} role="status">
          <span>{t("data:undo.done", { what: editWords(offer) })}</span>
          <Button icon={<Undo2 />} onClick={() => void actions.undo()}>
            {t("data:undo.do")}
          </Button>
        </div>
      )}
      {summary !== null && (
        <span className="visuallyHidden" role="status">
          {t("data:load.loaded", { count: summary.domains.length })}
        </span>
      )}
    </div>
  );
}
