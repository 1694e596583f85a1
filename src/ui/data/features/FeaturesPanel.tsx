// Features in the Data view: the sets of vectors there are and how much of the data each covers, where new
// ones come from, a reading under way, and what the browser keeps of earlier ones.
import { BrainCircuit, FileDown, FileUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { isExtracting } from "../../../store/featureStore.ts";
import { Button } from "../../primitives/Button.tsx";
import { EmptyState } from "../../primitives/EmptyState.tsx";
import { ErrorNote } from "../../primitives/ErrorNote.tsx";
import { Panel } from "../../primitives/Panel.tsx";
import { useFeatures, useStudio } from "../../StudioContext.ts";
import { pickedFiles } from "../collectDroppedFiles.ts";
import { saveFile } from "../saveFiles.ts";
import { ExtractionProgress } from "./ExtractionProgress.tsx";
import { FeatureSetItem } from "./FeatureSetItem.tsx";
import styles from "./FeaturesPanel.module.css";
import { KeptFeatures } from "./KeptFeatures.tsx";
import { ModelDialog } from "./ModelDialog.tsx";

export interface FeaturesPanelProps {
  /** A run goes on: its features stay as they are. */
  isHeld: boolean;
}

export function FeaturesPanel({ isHeld }: FeaturesPanelProps) {
  const actions = useStudio().features.getState();
  const features = useFeatures((state) => state.features);
  const status = useFeatures((state) => state.status);
  const isLoading = useFeatures((state) => state.isLoading);
  const error = useFeatures((state) => state.error);
  const isReading = isExtracting(status);
  const [isChoosing, setChoosing] = useState(false);
  const filesInput = useRef<HTMLInputElement>(null);
  useEffect(() => void actions.measure(), [actions]);

  return (
    <Panel title="Features" note="vectors of a pretrained model">
      <div className={styles["content"]}>
        {features.length === 0 && !isReading && (
          <EmptyState title="No features yet">
            A PRM as most people train one: a pretrained model, left as it is, reads every step and
            gives a vector; a small head is trained on the vectors. The model can read here in the
            browser, or elsewhere, and its vectors are loaded from a file.
          </EmptyState>
        )}
        {features.length > 0 && (
          <ul className={styles["sets"]} aria-label="Feature sets">
            {features.map((set) => (
              <FeatureSetItem key={set.id} set={set} isHeld={isHeld} />
            ))}
          </ul>
        )}
        {error !== null && <ErrorNote error={error} onDismiss={actions.dismissError} />}
        <ExtractionProgress status={status} />
        <div className={styles["buttons"]}>
          <Button icon={<BrainCircuit />} disabled={isReading} onClick={() => setChoosing(true)}>
            From a pretrained model…
          </Button>
          <Button
            icon={<FileUp />}
            disabled={isHeld || isLoading}
            title="features.safetensors, or Parquet with a column of vectors"
            onClick={() => filesInput.current?.click()}
          >
            {isLoading ? "Reading the files…" : "From a file…"}
          </Button>
          <Button
            variant="ghost"
            icon={<FileDown />}
            title="Every chain with the key its vectors are found by"
            onClick={() => {
              void actions.exportChains().then((file) => {
                if (file !== null) saveFile(file);
              });
            }}
          >
            Export chains.jsonl
          </Button>
          <input
            ref={filesInput}
            className="visuallyHidden"
            type="file"
            multiple
            tabIndex={-1}
            aria-label="Vectors to load"
            onChange={({ target }) => {
              const files = pickedFiles(target.files ?? new DataTransfer().files);
              // Cleared, so that the same file can be picked again after it was corrected.
              target.value = "";
              if (files.length > 0) void actions.loadFiles(files);
            }}
          />
        </div>
        <p className={styles["about"]}>
          To compute vectors elsewhere: export <code>chains.jsonl</code>, let{" "}
          <code>python/extract_features.py</code> read it with any Hugging Face model, and load the{" "}
          <code>features.safetensors</code> it writes.
        </p>
        <KeptFeatures />
      </div>
      {isChoosing && <ModelDialog onClose={() => setChoosing(false)} />}
    </Panel>
  );
}
