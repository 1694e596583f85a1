// Whether the browser has promised to keep what is stored, and the button that asks for it.
import { Button } from "../primitives/Button.tsx";
import { useStorage, useStudio } from "../StudioContext.ts";
import styles from "./StorageDialog.module.css";

export function Persistence({ isPersistent }: { isPersistent: boolean }) {
  const { storage } = useStudio();
  const isRefused = useStorage((state) => state.isRefused);
  return (
    <div className={styles["promise"]}>
      <p role="status">
        {isPersistent
          ? "The browser has promised to keep all this until you remove it."
          : isRefused
            ? "The browser did not promise it. Browsers tend to once a page is used often, bookmarked or installed."
            : "When the disk runs full, the browser may remove all this by itself."}
      </p>
      {!isPersistent && (
        <Button onClick={() => void storage.getState().askToPersist()}>Ask it not to</Button>
      )}
    </div>
  );
}
