// The page was opened with settings in its address while a run made with others came back: the form shows the
// address's, and the run's are one press away.
import { showSetting } from "../../domain/keptRun.ts";
import { settingsApart } from "../../store/settingsApart.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { useConfig, useRun, useStudio, useView } from "../StudioContext.ts";
import { Note } from "../workspace/Note.tsx";
import styles from "./AddressNote.module.css";

const MOST_NAMED = 4;

export function AddressNote() {
  const { config } = useStudio();
  const draft = useConfig((state) => state.draft);
  const offered = useConfig((state) => state.setAside);
  const running = useRun((run) => run.config);
  const isTrain = useView((state) => state.view === "train");
  // Another run has begun since: nobody misses the settings of the one before.
  if (
    !isTrain ||
    offered === null ||
    running === null ||
    settingsApart(offered, running).length > 0
  )
    return null;
  const apart = settingsApart(draft, offered);
  if (apart.length === 0) return null;
  const { takeOffer, dismissOffer } = config.getState();
  const named = apart
    .slice(0, MOST_NAMED)
    .map(({ path, from, to }) => `${path}: ${showSetting(from)} → ${showSetting(to)}`);
  const rest = apart.length - named.length;
  if (rest > 0) named.push(t("share:address.more", { count: rest }));
  return (
    <div className={styles["place"]}>
      <Note
        label={t("share:address.title")}
        tone="accent"
        headline={t("share:address.headline")}
        actions={<Button onClick={takeOffer}>{t("share:address.take")}</Button>}
        onDismiss={dismissOffer}
      >
        {t("share:address.differing", { settings: named.join(", ") })}
      </Note>
    </div>
  );
}
