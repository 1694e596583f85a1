// The endpoint's key: typed blind, in memory only unless the user asks the browser to remember it.
import { Eye, EyeOff } from "lucide-react";
import { useId, useState } from "react";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { IconButton } from "../primitives/IconButton.tsx";
import { Switch } from "../primitives/Switch.tsx";
import { TextField } from "../primitives/TextField.tsx";
import { useLabel, useStudio } from "../StudioContext.ts";
import styles from "./EndpointFields.module.css";

export function KeyField({ isDisabled }: { isDisabled: boolean }) {
  const id = useId();
  const { label } = useStudio();
  const actions = label.getState();
  const key = useLabel((state) => state.key);
  const isRemembered = useLabel((state) => state.isKeyRemembered);
  const hadKey = useLabel(({ status }) => status?.hadKey === true && status.state !== "running");
  const [isShown, setShown] = useState(false);
  return (
    <>
      <label htmlFor={id}>{t("label:key.label")}</label>
      <span className={styles["key"]}>
        <TextField
          id={id}
          type={isShown ? "text" : "password"}
          // Password managers would keep what is meant to be forgotten.
          autoComplete="new-password"
          value={key}
          placeholder={t("label:key.placeholder")}
          aria-describedby={`${id}about`}
          disabled={isDisabled}
          onChange={actions.setKey}
        />
        <IconButton
          label={isShown ? t("label:key.hide") : t("label:key.show")}
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </IconButton>
      </span>
      <p id={`${id}about`} className={styles["about"]}>
        {isRemembered ? t("label:key.remembered") : t("label:key.inMemory")}
        {hadKey && key === "" && (
          <>
            {" "}
            <strong>{t("label:key.giveAgain")}</strong>
          </>
        )}
      </p>
      <span className={styles["remember"]}>
        <Switch
          label={t("label:key.remember")}
          isChecked={isRemembered}
          isDisabled={isDisabled || (key.trim() === "" && !isRemembered)}
          onChange={actions.rememberKey}
        />
        <Button
          variant="ghost"
          disabled={isDisabled || (key === "" && !isRemembered)}
          onClick={actions.forgetKey}
        >
          {t("label:key.forget")}
        </Button>
      </span>
    </>
  );
}
