// The endpoint's key: typed blind, in memory only unless the user asks the browser to remember it.
import { Eye, EyeOff } from "lucide-react";
import { useId, useState } from "react";
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
      <label htmlFor={id}>Key</label>
      <span className={styles["key"]}>
        <TextField
          id={id}
          type={isShown ? "text" : "password"}
          // Password managers would keep what is meant to be forgotten.
          autoComplete="new-password"
          value={key}
          placeholder="none"
          aria-describedby={`${id}about`}
          disabled={isDisabled}
          onChange={actions.setKey}
        />
        <IconButton
          label={isShown ? "Hide the key" : "Show the key"}
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </IconButton>
      </span>
      <p id={`${id}about`} className={styles["about"]}>
        {isRemembered
          ? "Kept in this browser, for this address alone. In no file that is exported."
          : "Kept in memory only: gone when the page is closed. In no file that is exported."}
        {hadKey && key === "" && (
          <strong> These labels were begun with a key; give it again to go on.</strong>
        )}
      </p>
      <span className={styles["remember"]}>
        <Switch
          label="Remember in this browser"
          isChecked={isRemembered}
          isDisabled={isDisabled || (key.trim() === "" && !isRemembered)}
          onChange={actions.rememberKey}
        />
        <Button
          variant="ghost"
          disabled={isDisabled || (key === "" && !isRemembered)}
          onClick={actions.forgetKey}
        >
          Forget
        </Button>
      </span>
    </>
  );
}
