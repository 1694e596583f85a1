// The sheet of all keys: the table of commands, drawn. Single keys are switched off and on here.
import { Fragment, useEffect } from "react";
import { t } from "../../strings/strings.ts";
import { Dialog } from "../primitives/Dialog.tsx";
import { Switch } from "../primitives/Switch.tsx";
import { useStudio, useView } from "../StudioContext.ts";
import { COMMAND_GROUPS, COMMANDS, type Command } from "./commands.ts";
import { KeyCaps } from "./KeyCaps.tsx";
import styles from "./KeySheet.module.css";
import { isSingleKey } from "./matchKey.ts";
import { rememberSingleKeys } from "./rememberedKeys.ts";

export function KeySheet() {
  const { view } = useStudio();
  const areSingleKeysOn = useView((state) => state.areSingleKeysOn);
  useEffect(() => rememberSingleKeys(areSingleKeysOn), [areSingleKeysOn]);
  return (
    <Dialog
      title={t("keys:sheet.title")}
      explanation={t("keys:sheet.about")}
      isOpen
      isWide
      onOpenChange={() => view.getState().showOverlay(null)}
    >
      <div className={styles["groups"]} data-off={!areSingleKeysOn}>
        {COMMAND_GROUPS.map((group) => {
          const commands = COMMANDS.filter((one) => one.group === group && one.keys.length > 0);
          return commands.length === 0 ? null : (
            <section key={group} className={styles["group"]} aria-labelledby={`keys-${group}`}>
              <h3 id={`keys-${group}`} className={styles["title"]}>
                {t(`keys:groups.${group}`)}
              </h3>
              <dl className={styles["list"]}>
                {commands.map((command) => (
                  <Line key={command.id} command={command} />
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <p className={styles["everywhere"]}>{t("keys:sheet.everywhere")}</p>
      <div className={styles["switch"]}>
        <Switch
          label={t("keys:sheet.singleKeys")}
          isChecked={areSingleKeysOn}
          onChange={(areOn) => view.getState().switchSingleKeys(areOn)}
        />
        <span className={styles["about"]}>{t("keys:sheet.singleKeysAbout")}</span>
      </div>
    </Dialog>
  );
}

function Line({ command: { words, keys } }: { command: Command }) {
  return (
    <div className={styles["line"]}>
      <dt className={styles["words"]}>{words()}</dt>
      <dd className={styles["keys"]}>
        {keys.map((key, index) => (
          <Fragment key={key}>
            {index > 0 && <span className={styles["or"]}>{t("keys:sheet.either")}</span>}
            <span className={isSingleKey(key) ? styles["single"] : undefined}>
              <KeyCaps keys={key} />
            </span>
          </Fragment>
        ))}
      </dd>
    </div>
  );
}
