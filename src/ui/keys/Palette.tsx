// The command palette: everything the app can do, by name. Words that name nothing are looked for in the chains.
import { Command } from "cmdk";
import { Dialog as Radix } from "radix-ui";
import { useMemo, useState } from "react";
import { t } from "../../strings/strings.ts";
import { focusMain } from "../focusMain.ts";
import { useCorpus, useStudio } from "../StudioContext.ts";
import { KeyCaps } from "./KeyCaps.tsx";
import styles from "./Palette.module.css";
import { PALETTE_GROUPS, type PaletteEntry, paletteEntries } from "./paletteEntries.ts";

export function Palette() {
  const studio = useStudio();
  const [text, setText] = useState("");
  const hasChains = useCorpus((state) => state.summary !== null);
  const [opener] = useState(() => document.activeElement);
  // As things stood when it was opened: what one is about to choose must not move away.
  const entries = useMemo(() => paletteEntries(studio), [studio]);
  const { view, inspect } = studio;
  const close = () => view.getState().showOverlay(null);

  function choose(entry: PaletteEntry): void {
    close();
    entry.run();
  }

  function findChains(): void {
    close();
    inspect.getState().setQuery({ text: text.trim() });
    view.getState().show("inspect");
  }

  return (
    <Radix.Root open onOpenChange={close}>
      <Radix.Portal>
        <Radix.Overlay className={styles["overlay"]} />
        <Radix.Content
          className={styles["palette"]}
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // The control it was opened from, unless that has gone with its view.
            if (opener instanceof HTMLElement && opener !== document.body && opener.isConnected) {
              opener.focus();
            } else focusMain();
          }}
        >
          <Radix.Title className="visuallyHidden">{t("keys:palette.title")}</Radix.Title>
          <Command label={t("keys:palette.title")} loop>
            <Command.Input
              className={styles["input"] ?? ""}
              placeholder={t("keys:palette.placeholder")}
              value={text}
              onValueChange={setText}
              onKeyDown={(event) => {
                const key = event.key.toLowerCase();
                if (key === "k" && (event.ctrlKey || event.metaKey)) {
                  event.preventDefault();
                  close();
                }
              }}
            />
            <Command.List className={styles["list"] ?? ""} label={t("keys:palette.results")}>
              <Command.Empty className={styles["empty"] ?? ""}>
                {hasChains ? t("keys:palette.nothing") : t("keys:palette.nothingAtAll")}
              </Command.Empty>
              {PALETTE_GROUPS.map((group) => (
                <Group
                  key={group}
                  group={group}
                  entries={entries.filter((entry) => entry.group === group)}
                  onChoose={choose}
                />
              ))}
              {text.trim() !== "" && hasChains && (
                <Command.Group
                  heading={t("keys:groups.chains")}
                  className={styles["group"] ?? ""}
                  forceMount
                >
                  <Command.Item
                    className={styles["item"] ?? ""}
                    value="find chains"
                    forceMount
                    onSelect={findChains}
                  >
                    <span className={styles["words"]}>
                      {t("keys:commands.find", { text: text.trim() })}
                    </span>
                  </Command.Item>
                </Command.Group>
              )}
            </Command.List>
          </Command>
          <p className={styles["hint"]}>{t("keys:palette.hint")}</p>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface GroupProps {
  group: PaletteEntry["group"];
  entries: readonly PaletteEntry[];
  onChoose: (entry: PaletteEntry) => void;
}

function Group({ group, entries, onChoose }: GroupProps) {
  if (entries.length === 0) return null;
  return (
    <Command.Group heading={t(`keys:groups.${group}`)} className={styles["group"] ?? ""}>
      {entries.map((entry) => (
        <Command.Item
          key={entry.words}
          className={styles["item"] ?? ""}
          value={entry.words}
          keywords={[entry.alias]}
          disabled={!entry.isEnabled}
          onSelect={() => onChoose(entry)}
        >
          <span className={styles["words"]}>{entry.words}</span>
          {entry.keys !== null && <KeyCaps keys={entry.keys} />}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
