// Choosing the pretrained model that reads the data: one of the list, any other of a hub, or files from
// the disk.
import { FolderUp } from "lucide-react";
import { useRef, useState } from "react";
import type { ModelRequest, ModelTask } from "../../../domain/features.ts";
import { KNOWN_MODELS, PUBLIC_HUB, TASK_NAMES } from "../../../domain/knownModels.ts";
import { Button } from "../../primitives/Button.tsx";
import { Dialog } from "../../primitives/Dialog.tsx";
import { ErrorNote } from "../../primitives/ErrorNote.tsx";
import { Field } from "../../primitives/Field.tsx";
import { Select } from "../../primitives/Select.tsx";
import { TextField } from "../../primitives/TextField.tsx";
import { useCorpus, useFeatures, useStudio } from "../../StudioContext.ts";
import { type DroppedFile, pickedFiles } from "../collectDroppedFiles.ts";
import { formatBytes, formatCount, formatCounted } from "../formatNumber.ts";
import styles from "./ModelDialog.module.css";

const OTHER = "other";
const DISK = "disk";

const CHOICES = [
  ...KNOWN_MODELS.map(({ model, task }) => ({
    value: model,
    label: `${model} (${TASK_NAMES[task]})`,
  })),
  { value: OTHER, label: "Another model of a hub…" },
  { value: DISK, label: "Files from the disk…" },
];

const TASKS: Record<ModelTask, string> = {
  text: "Sentence embedder: reads question and steps so far, anew for each step; the mean over all tokens.",
  causal:
    "Causal language model: reads a chain once; its last hidden state at the end of each step, as the paper does.",
  image: "Image tower: reads the chain's image; the same vector for each of its steps.",
};

const DEVICES = [
  { value: "auto", label: "WebGPU where there is a GPU" },
  { value: "webgpu", label: "WebGPU" },
  { value: "wasm", label: "Processor" },
] as const;

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
      ? "An id is an organisation and a name, with a slash between them."
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
      title="Features from a pretrained model"
      explanation="The model reads every step of the data, here in this browser, and what it makes of each step is kept as a vector. A small head is then trained on the vectors; the model itself stays as it is. Its files come from the hub; your data goes nowhere."
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <form
        className={styles["form"]}
        aria-label="Pretrained model"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void start();
        }}
      >
        <Field
          label="Model"
          explanation={
            known === undefined
              ? isDisk
                ? "Its folder as it is on a hub: config.json, tokenizer.json, and in the folder onnx the model itself."
                : "Any model that has an onnx folder with model.onnx (images: vision_model.onnx)."
              : `${known.about}. ${formatCount(known.width)} numbers a vector; about ${formatBytes(known.megabytes * 1e6)} are downloaded, once.`
          }
          control={({ isInvalid, ...control }) => (
            <Select
              {...control}
              isInvalid={isInvalid}
              value={choice}
              options={CHOICES}
              onChange={setChoice}
            />
          )}
        />
        {choice === OTHER && (
          <Field
            label="Id"
            explanation="As the hub writes it, such as Xenova/all-mpnet-base-v2."
            issue={idIssue}
            control={(control) => (
              <TextField
                {...control}
                value={typed}
                placeholder="organisation/model"
                onChange={setTyped}
              />
            )}
          />
        )}
        {isDisk && <DiskFiles files={files} name={typed} onName={setTyped} onFiles={setFiles} />}
        {known === undefined && (
          <Field
            label="Kind"
            explanation={TASKS[task]}
            control={({ isInvalid, ...control }) => (
              <Select
                {...control}
                isInvalid={isInvalid}
                value={task}
                options={(["text", "causal", "image"] as const).map((value) => ({
                  value,
                  label: TASK_NAMES[value],
                }))}
                onChange={setTask}
              />
            )}
          />
        )}
        <Field
          label="Runs on"
          explanation="A real GPU is many times quicker; the vectors differ in the last digits."
          control={({ isInvalid, ...control }) => (
            <Select
              {...control}
              isInvalid={isInvalid}
              value={device}
              options={DEVICES}
              onChange={setDevice}
            />
          )}
        />
        {!isDisk && (
          <details className={styles["more"]}>
            <summary>Another hub</summary>
            <Field
              label="Address"
              explanation="Of a server with the same paths; empty: the public hub."
              control={(control) => (
                <TextField {...control} value={hub} placeholder={PUBLIC_HUB} onChange={setHub} />
              )}
            />
          </details>
        )}
        <p className={styles["count"]} role="status">
          {formatCounted(chains, "chain")} to read; what was read before is not read again.
          {known !== undefined &&
            " This kind of model was tested here with small stand-ins, not with the downloaded one."}
        </p>
        {error !== null && <ErrorNote error={error} onDismiss={actions.dismissError} />}
        <div className={styles["buttons"]}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={!isReady || chains === 0}>
            Start reading
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
        label="Folder"
        explanation={
          files.length === 0
            ? "None picked yet."
            : `${formatCounted(files.length, "file")}, ${formatBytes(bytes)}.`
        }
        control={({ isInvalid: _, ...control }) => (
          <Button {...control} icon={<FolderUp />} onClick={() => input.current?.click()}>
            {files[0]?.path.split("/")[0] ?? "Choose the folder…"}
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
        aria-label="Folder of the model"
        onChange={({ target }) => {
          const picked = pickedFiles(target.files ?? new DataTransfer().files);
          target.value = "";
          onFiles(picked);
          const folder = picked[0]?.path.split("/")[0];
          if (name === "" && folder !== undefined) onName(folder);
        }}
      />
      <Field
        label="Name"
        explanation="What the vectors are called here."
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
