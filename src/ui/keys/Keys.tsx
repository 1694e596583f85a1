// Hears the keys, and shows after the first of two where the second leads.
import { VIEWS } from "../../store/viewStore.ts";
import { t } from "../../strings/strings.ts";
import { VIEW_LETTERS } from "./commands.ts";
import { KeyCaps } from "./KeyCaps.tsx";
import styles from "./Keys.module.css";
import { useKeys } from "./useKeys.ts";

export function Keys() {
  const waiting = useKeys();
  if (waiting === null) return null;
  return (
    <div className={styles["hint"]} role="status">
      {VIEWS.map((view) => (
        <span key={view} className={styles["way"]}>
          <KeyCaps keys={VIEW_LETTERS[view]} />
          {t(`header:views.${view}`)}
        </span>
      ))}
    </div>
  );
}
