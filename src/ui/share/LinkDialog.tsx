// The link where the browser did not let the page copy it: selected, to be copied by hand.
import { useStore } from "zustand";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { Dialog } from "../primitives/Dialog.tsx";
import { TextField } from "../primitives/TextField.tsx";
import { useStudio } from "../StudioContext.ts";
import styles from "./LinkDialog.module.css";
import { joinSentences } from "./linkContent.ts";

export function LinkDialog() {
  const { share } = useStudio();
  const link = useStore(share, (state) => state.link);
  const { dismissLink } = share.getState();
  if (link === null) return null;
  return (
    <Dialog
      title={t("share:dialog.title")}
      explanation={t("share:dialog.explanation")}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) dismissLink();
      }}
    >
      <div className={styles["link"]}>
        <TextField
          aria-label={t("share:dialog.link")}
          readOnly
          autoFocus
          value={link.address}
          onFocus={(event) => event.target.select()}
          onChange={() => {}}
        />
        <p className={styles["about"]}>{joinSentences(link.about)}</p>
        <div className={styles["buttons"]}>
          <Button onClick={dismissLink}>{t("common:close")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
