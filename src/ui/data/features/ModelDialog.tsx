// Choosing the pretrained model that reads the data: one of the list, any other of a hub, or files from
// the disk.
import { FolderUp } from "lucide-react";
import { useRef, useState } from "react";
import type { ModelRequest, ModelTask } from "../../../domain/features.ts";
import { KNOWN_MODELS, PUBLIC_HUB } from "../../../domain/knownModels.ts";
import { t } from "../../../strings/strings.ts";
import { Button } from "../../primitives/Button.tsx";
import { Dialog } from "../../primitives/Dialog.tsx";
import { ErrorNote } from "../../primitives/ErrorNote.tsx";
import { Field } from "../../primitives/Field.tsx";
import { Select } from "../../primitives/Select.tsx";
import { TextField } from "../../primitives/TextField.tsx";
import { useCorpus, useFeatures, useStudio } from "../../StudioContext.ts";
import { type DroppedFile, pickedFiles } from "../collectDroppedFiles.ts";
import { formatBytes, formatCount } from "../formatNumber.ts";
import styles from "./ModelDialog.module.css";

const OTHER = "other";
const DISK = "disk";

const DEVICES = ["auto", "webgpu", "wasm"] as const;

function choices() {
  return [
    ...KNOWN_MODELS.map(({ model, task }) => ({
      value: model,
      label: t("features:model.choice", { model, task: t(`features:model.tasks.${task}`) }),
    })),
    { value: OTHER, label: t("features:model.other") },
    { value: DISK, label: t("features:model.disk") },
  ];
}

/** React's types do not know the attribute; every browser does. */
const FOLDER_PICKER = { webkitdirectory: "" };

export function ModelDialog({ onClose }: { onClose: () => void }) {
  const actions = useStudio().features.getState();
  const error = useFeatures((state) => state.error);
  const chains = useCorpus(({ summary }) => chainCount(summary));
  const [choice, setChoice] = useState<string>(KNOWN_MODELS[0]!.model);
  const [typed, setTyped] = useState("");
  const [ownTask, setTask] = useState<ModelTask>("text");
  const [device, setDevice] = useState<ModelRequest["device"]>("auto");
  const [hub, setHub] = useState("");
  const [files, setFiles] = useState<DroppedFile[]>([]);
  const known = KNOWN_MODELS.find(({ model }) => model === choice);
  const task = known?.task ?? ownTask;
  const model = known?.model ?? typed.trim();
  const isDisk = choice === DISK;
  const idIssue =
    choice === OTHER && typed.trim() !== "" && !/^[\w.-]+\/[\w.-]+$/.test(typed.trim())
      ? t("features:model.idIssue")
      : undefined;
  const isReady = model !== "" && idIssue === undefined && (!isDisk || files.length > 0);

  async function start(): Promise<void> {
    const request: ModelRequest = {
      task,
      model,
      hub: isDisk || hub.trim() === "" ? null : hub.trim(),
      files: isDisk ? files : null,
      device,
    };
    if (await actions.extract(request)) onClose();
  }

  return (
    <Dialog
      title={t("features:model.title")}
      explanation={t("features:model.about")}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <form
        className={styles["form"]}
        aria-label={t("features:model.form")}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void start();
        }}
      >
        <Field
          label={t("features:model.model")}
          explanation={
            known === undefined
              ? isDisk
                ? t("features:model.diskAbout")
                : t("features:model.otherAbout")
              : t("features:model.known", {
                  about: t(`features:model.knownAbout.${known.name}`),
                  width: formatCount(known.width),
                  bytes: formatBytes(known.megabytes * 1e6),
                })
          }
          control={({ isInvalid, ...control }) => (
            <Select
              {...control}
              isInvalid={isInvalid}
              value={choice}
              options={choices()}
              onChange={setChoice}
            />
          )}
        />
        {choice === OTHER && (
          <Field
            label={t("features:model.id")}
            explanation={t("features:model.idAbout")}
            issue={idIssue}
            control={(control) => (
              <TextField
                {...control}
                value={typed}
                placeholder={t("features:model.idPlaceholder")}
                onChange={setTyped}
              />
            )}
          />
        )}
        {isDisk && <DiskFiles files={files} name={typed} onName={setTyped} onFiles={setFiles} />}
        {known === undefined && (
          <Field
            label={t("features:model.kind")}
            explanation={t(`features:model.tasksAbout.${task}`)}
            control={({ isInvalid, ...control }) => (
              <Select
                {...control}
                isInvalid={isInvalid}
                value={task}
                options={(["text", "causal", "image"] as const).map((value) => ({
                  value,
                  label: t(`features:model.tasks.${value}`),
                }))}
                onChange={setTask}
              />
            )}
          />
        )}
        <Field
          label={t("features:model.runsOn")}
          explanation={t("features:model.runsOnAbout")}
          control={({ isInvalid, ...control }) => (
            <Select
              {...control}
              isInvalid={isInvalid}
              value={device}
              options={DEVICES.map((value) => ({
                value,
                label: t(`features:model.devices.${value}`),
              }))}
              onChange={setDevice}
            />
          )}
        />
        {!isDisk && (
          <details className={styles["more"]}>
            <summary>{t("features:model.anotherHub")}</summary>
            <Field
              label={t("features:model.address")}
              explanation={t("features:model.addressAbout")}
              control={(control) => (
                <TextField {...control} value={hub} placeholder={PUBLIC_HUB} onChange={setHub} />
              )}
            />
          </details>
        )}
        <p className={styles["count"]} role="status">
          {known === undefined
            ? t("features:model.toRead", { count: chains, shown: formatCount(chains) })
            : t("features:model.toReadUntested", { count: chains, shown: formatCount(chains) })}
        </p>
        {error !== null && <ErrorNote error={error} onDismiss={actions.dismissError} />}
        <div className={styles["buttons"]}>
          <Button onClick={onClose}>{t("features:model.cancel")}</Button>
          <Button type="submit" variant="primary" disabled={!isReady || chains === 0}>
            {t("features:model.start")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface DiskFilesProps {
  files: readonly DroppedFile[];
  name: string;
  onName: (name: string) => void;
  onFiles: (files: DroppedFile[]) => void;
}

/** The model's folder, and the name it gets here. */
function DiskFiles({ files, name, onName, onFiles }: DiskFilesProps) {
  const input = useRef<HTMLInputElement>(null);
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  return (
    <>
      <Field
        label={t("features:model.folder")}
        explanation={
          files.length === 0
            ? t("features:model.nonePicked")
            : t("features:model.picked", {
                count: files.length,
                shown: formatCount(files.length),
                bytes: formatBytes(bytes),
              })
        }
        control={({ isInvalid: _, ...control }) => (
          <Button {...control} icon={<FolderUp />} onClick={() => input.current?.click()}>
            {files[0]?.path.split("/")[0] ?? t("features:model.chooseFolder")}
          </Button>
        )}
      />
      <input
        ref={input}
        className="visuallyHidden"
        type="file"
        multiple
        {...FOLDER_PICKER}
        tabIndex={-1}
        aria-label={t("features:model.folderLabel")}
        onChange={({ target }) => {
          const picked = pickedFiles(target.files ?? new DataTransfer().files);
          target.value = "";
          onFiles(picked);
          const folder = picked[0]?.path.split("/")[0];
          if (name === "" && folder !== undefined) onName(folder);
        }}
      />
      <Field
        label={t("features:model.name")}
        explanation={t("features:model.nameAbout")}
        control={(control) => <TextField {...control} value={name} onChange={onName} />}
      />
    </>
  );
}

function chainCount(
  summary: {
    domains: readonly { chains: number }[];
    metaChains: number;
    candidateChains: number;
  } | null,
): number {
  if (summary === null) return 0;
  const inShards = summary.domains.reduce((sum, { chains }) => sum + chains, 0);
  return inShards + summary.metaChains + summary.candidateChains;
}
