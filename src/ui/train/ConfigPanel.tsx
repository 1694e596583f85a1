// The config as a form: presets, groups of fields, what differs from the run, and the way to apply it.
import { ChevronRight } from "lucide-react";
import { Collapsible } from "radix-ui";
import { type ReactNode, useId, useMemo, useState } from "react";
import { parameterCount } from "../../domain/parameterCount.ts";
import { PRESET_NAMES } from "../../domain/presets.ts";
import { encoderKindOf } from "../../domain/runConfig.ts";
import { settingsApart } from "../../store/settingsApart.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { Select } from "../primitives/Select.tsx";
import { useConfig, useCorpus, useRun, useStudio } from "../StudioContext.ts";
import { ConfigFieldRow } from "./ConfigFieldRow.tsx";
import styles from "./ConfigPanel.module.css";
import type { ConfigGroup } from "./configField.ts";
import { configGroups } from "./configFields.ts";
import { FixedWeightsFields } from "./FixedWeightsFields.tsx";
import { SweepButton } from "./SweepButton.tsx";

/** A draft that is no preset is shown as one that cannot be chosen. */
function presetOptions() {
  return [
    { value: "custom", label: t("config:presets.custom"), isDisabled: true },
    ...PRESET_NAMES.map((name) => ({ value: name as string, label: t(`config:presets.${name}`) })),
  ];
}

export function ConfigPanel() {
  const { config } = useStudio();
  const preset = useConfig((state) => state.preset);
  const mode = useConfig((state) => state.draft["mode"]);
  const encoder = useConfig((state) => encoderKindOf(state.draft));
  const wholeIssue = useConfig((state) => state.issues["config"]);
  const differing = useDiffering();
  const presetId = useId();
  // The same objects while nothing changes, so that the fields need not be drawn again.
  const groups = useMemo(() => configGroups(encoder), [encoder]);
  return (
    <Panel
      title={t("config:title")}
      actions={
        <>
          <SweepButton className={styles["headButton"] ?? ""} />
          <Button
            variant="ghost"
            className={styles["headButton"] ?? ""}
            onClick={() => config.getState().resetToDefaults()}
          >
            {t("config:useDefaults")}
          </Button>
        </>
      }
    >
      <form
        className={styles["form"]}
        aria-label={t("config:title")}
        onSubmit={(event) => event.preventDefault()}
      >
        <div className={styles["preset"]}>
          <label htmlFor={presetId}>{t("config:preset")}</label>
          <Select
            id={presetId}
            aria-describedby={`${presetId}-about`}
            value={preset ?? "custom"}
            options={presetOptions()}
            onChange={(name) => {
              const chosen = PRESET_NAMES.find((known) => known === name);
              if (chosen !== undefined) config.getState().applyPreset(chosen);
            }}
          />
          <p id={`${presetId}-about`} className={styles["presetAbout"]}>
            {t("config:presetAbout")}
          </p>
        </div>
        <Differences count={differing.size} />
        {wholeIssue !== undefined && <p className={styles["issue"]}>{said(wholeIssue)}</p>}
        {groups.map((group) => (
          <Group key={group.id} group={group} differing={differing}>
            {group.id === "run" && mode === "fixed" && <FixedWeightsFields />}
            {group.id === "encoder" && <ParameterCount />}
          </Group>
        ))}
      </form>
    </Panel>
  );
}

/** The run's values at the paths where the draft differs from it; empty without a run. */
function useDiffering(): Map<string, string> {
  const running = useRun((run) => run.config);
  const draft = useConfig((state) => state.draft);
  return useMemo(() => {
    const apart = running === null ? [] : settingsApart(draft, running);
    return new Map(apart.map(({ path, to }) => [path, showValue(to)]));
  }, [running, draft]);
}

function showValue(value: unknown): string {
  if (value === null) return t("config:none");
  return typeof value === "object" ? t("config:others") : String(value);
}

/** One line that is always there, so that the form does not move when a field begins to differ. */
function Differences({ count }: { count: number }) {
  const studio = useStudio();
  const state = useRun((run) => run.state);
  const isValid = useConfig((config) => config.config !== null);
  const isPending = useRun((run) => run.pending !== null);
  const isOver = state === "finished" || state === "stopped" || state === "failed";
  return (
    <div className={styles["differences"]} data-differs={count > 0} role="note">
      <span>
        {state === "idle"
          ? t(isValid ? "config:differences.asItStands" : "config:differences.wrong")
          : count === 0
            ? t(isOver ? "config:differences.sameAsLast" : "config:differences.sameAsRun")
            : t(isOver ? "config:differences.fromLast" : "config:differences.fromRun", { count })}
      </span>
      {count > 0 && (
        <Button disabled={!isValid || isPending} onClick={() => void studio.restart()}>
          {t("config:differences.restart")}
        </Button>
      )}
    </div>
  );
}

function ParameterCount() {
  const count = useConfig((state) => (state.config ? parameterCount(state.config.encoder) : null));
  return (
    <p className={styles["about"]}>
      {t("config:parameters", { number: count === null ? "–" : count.toLocaleString("en") })}
    </p>
  );
}

interface GroupProps {
  group: ConfigGroup;
  differing: ReadonlyMap<string, string>;
  children?: ReactNode;
}

function Group({ group, differing, children }: GroupProps) {
  const hasIssue = useConfig((state) => group.fields.some(({ path }) => state.issues[path]));
  const isSuite = useCorpus((state) => state.summary?.isSuite ?? true);
  const [isOpened, setOpened] = useState(group.isBasic);
  const changed = group.fields.filter(({ path }) => differing.has(path)).length;
  const isOfSuite = group.fields.every(({ path }) => path.startsWith("suite."));
  // A field at fault is never hidden.
  const isOpen = isOpened || hasIssue;
  return (
    <Collapsible.Root open={isOpen} onOpenChange={setOpened} className={styles["group"]}>
      <Collapsible.Trigger className={styles["groupTitle"]}>
        <ChevronRight aria-hidden="true" />
        {group.title}
        {changed > 0 && (
          <span className={styles["changed"]}>{t("config:changed", { count: changed })}</span>
        )}
      </Collapsible.Trigger>
      <Collapsible.Content className={styles["fields"]}>
        {isOfSuite && (
          <p className={styles["about"]}>
            {isSuite ? t("config:suiteAnew") : t("config:suiteUnused")}
          </p>
        )}
        {group.fields.map((field) => (
          <ConfigFieldRow key={field.path} field={field} runValue={differing.get(field.path)} />
        ))}
        {children}
      </Collapsible.Content>
    </Collapsible.Root>
  );
}
