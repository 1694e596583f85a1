// Features in the Data view: the sets of vectors there are and how much of the data each covers, where new
// ones come from, a reading under way, and what the browser keeps of earlier ones.
import { BrainCircuit, FileDown, FileUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Trans } from "react-i18next";
import { isExtracting } from "../../../store/featureStore.ts";
import { t } from "../../../strings/strings.ts";
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
    <Panel title={t("features:title")} guide="features" note={t("features:note")}>
      <div className={styles["content"]}>
        {features.length === 0 && !isReading && (
          <EmptyState title={t("features:emptyTitle")}>{t("features:empty")}</EmptyState>
        )}
        {features.length > 0 && (
          <ul className={styles["sets"]} aria-label={t("features:sets.list")}>
            {features.map((set) => (
              <FeatureSetItem key={set.id} set={set} isHeld={isHeld} />
            ))}
          </ul>
        )}
        {error !== null && <ErrorNote error={error} onDismiss={actions.dismissError} />}
        <ExtractionProgress status={status} />
        <div className={styles["buttons"]}>
          <Button icon={<BrainCircuit />} disabled={isReading} onClick={() => setChoosing(true)}>
            {t("features:fromModel")}
          </Button>
          <Button
            icon={<FileUp />}
            disabled={isHeld || isLoading}
            title={t("features:fromFileAbout")}
            onClick={() => filesInput.current?.click()}
          >
            {isLoading ? t("features:readingFiles") : t("features:fromFile")}
          </Button>
          <Button
            variant="ghost"
            icon={<FileDown />}
            title={t("features:exportAbout")}
            onClick={() => {
              void actions.exportChains().then((file) => {
                if (file !== null) saveFile(file);
              });
            }}
          >
            {t("features:exportChains")}
          </Button>
          <input
            ref={filesInput}
            className="visuallyHidden"
            type="file"
            multiple
            tabIndex={-1}
            aria-label={t("features:toLoad")}
            onChange={({ target }) => {
              const files = pickedFiles(target.files ?? new DataTransfer().files);
              // Cleared, so that the same file can be picked again after it was corrected.
              target.value = "";
              if (files.length > 0) void actions.loadFiles(files);
            }}
          />
        </div>
        <p className={styles["about"]}>
          <Trans t={t} i18nKey="features:elsewhere" components={{ code: <code /> }} />
        </p>
        <KeptFeatures />
      </div>
      {isChoosing && <ModelDialog onClose={() => setChoosing(false)} />}
    </Panel>
  );
}
