// Says which parameters of the page's address are no field of the config, instead of ignoring them.
import { Button } from "../primitives/Button.tsx";
import { useConfig, useStudio } from "../StudioContext.ts";
import styles from "./UnknownParameters.module.css";

export function UnknownParameters() {
  const { config } = useStudio();
  const names = useConfig((state) => state.unknownParameters);
  if (names.length === 0) return null;
  return (
    <div role="alert" className={styles["note"]}>
      <span className={styles["text"]}>
        The address has {names.length === 1 ? "a parameter" : "parameters"} no setting knows:{" "}
        <strong>{names.join(", ")}</strong>. Everything else was taken.
      </span>
      <Button variant="ghost" onClick={() => config.getState().dismissUnknownParameters()}>
        Dismiss
      </Button>
    </div>
  );
}
