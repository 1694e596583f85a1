// Says what of the page's address could not be taken, instead of ignoring it: parameters that are no setting,
// a version of later, and values at fault that no field of the form shows.
import { Trans } from "react-i18next";
import { encoderKindOf } from "../../domain/runConfig.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { useConfig, useStudio } from "../StudioContext.ts";
import { configGroups } from "./configFields.ts";
import styles from "./UnknownParameters.module.css";

export function UnknownParameters() {
  const { config } = useStudio();
  const names = useConfig((state) => state.unknownParameters);
  const version = useConfig((state) => state.newerAddress);
  const unseen = useUnseenIssues();
  if (names.length === 0 && version === null && unseen.length === 0) return null;
  return (
    <div role="alert" className={styles["note"]}>
      <div className={styles["text"]}>
        {version !== null && <p>{t("train:unknown.newer", { version })}</p>}
        {names.length > 0 && (
          <p>
            <Trans
              t={t}
              i18nKey="train:unknown.parameters"
              count={names.length}
              // Not as a value: Trans would read marks in it.
              components={{ names: <strong>{names.join(", ")}</strong> }}
            />
          </p>
        )}
        {unseen.map(({ path, message }) => (
          <p key={path}>{t("train:unknown.atFault", { path, message })}</p>
        ))}
      </div>
      {unseen.length > 0 ? (
        <Button variant="ghost" onClick={() => config.getState().resetToDefaults()}>
          {t("config:useDefaults")}
        </Button>
      ) : (
        <Button variant="ghost" onClick={() => config.getState().dismissAddress()}>
          {t("common:dismiss")}
        </Button>
      )}
    </div>
  );
}

/** Faults at settings that have no field in the form as it stands: an address alone can set them. */
function useUnseenIssues(): { path: string; message: string }[] {
  const issues = useConfig((state) => state.issues);
  const draft = useConfig((state) => state.draft);
  const paths = Object.keys(issues);
  if (paths.length === 0) return [];
  const fields = configGroups(encoderKindOf(draft)).flatMap((group) => group.fields);
  const seen = new Set(["config", ...fields.map((field) => field.path)]);
  const isGiven = draft["mode"] === "fixed";
  return paths
    .filter((path) => !(seen.has(path) || (isGiven && path.startsWith("fixedWeights"))))
    .map((path) => ({ path, message: said(issues[path] ?? "") }));
}
