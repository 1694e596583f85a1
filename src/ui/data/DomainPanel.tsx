// The domains of the corpus: the table, what can be done with the selected ones, and the way back.
import { Merge, Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Studio } from "../../store/studio.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { EmptyState } from "../primitives/EmptyState.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { Switch } from "../primitives/Switch.tsx";
import { TextField } from "../primitives/TextField.tsx";
import styles from "./DomainPanel.module.css";
import { DomainTable } from "./DomainTable.tsx";
import { editWords } from "./editWords.ts";
import { formatCount } from "./formatNumber.ts";

function MergeForm(props: {
  names: string[];
  onMerge: (into: string) => Promise<boolean>;
  onCancel: () => void;
}) {
  const { names, onMerge, onCancel } = props;
  const [text, setText] = useState<string | null>(null);
  const into = (text ?? names[0] ?? "").trim();
  return (
    <form
      className={styles["merge"]}
      aria-label={t("data:merge.form")}
      onSubmit={(event) => {
        event.preventDefault();
        if (into !== "") void onMerge(into);
      }}
    >
      <span className={styles["count"]}>
        {t("data:merge.selected", { selected: names.length })}
      </span>
      {names.length > 1 && (
        <>
          <TextField
            aria-label={t("data:merge.into")}
            className={styles["into"]}
            value={text ?? names[0] ?? ""}
            onChange={setText}
          />
          <Button type="submit" icon={<Merge />} disabled={into === ""}>
            {t("data:merge.do")}
          </Button>
        </>
      )}
      {names.length === 1 && <span className={styles["hint"]}>{t("data:merge.another")}</span>}
      <Button variant="ghost" onClick={onCancel}>
        {t("data:merge.clear")}
      </Button>
    </form>
  );
}

export interface DomainPanelProps {
  studio: Studio;
  /** A run is under way: nothing may change. */
  isHeld: boolean;
}

export function DomainPanel({ studio, isHeld }: DomainPanelProps) {
  const store = studio.corpus;
  const slots = useStore(studio.view, (state) => state.domainSlots);
  const isTierShown = useStore(studio.view, (state) => state.isTierShown);
  const domains = useStore(store, (state) => state.summary?.domains);
  const isFixed = useStore(store, (state) => state.load !== null) || isHeld;
  const lastChange = useStore(store, (state) => state.undoable.at(-1));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [filter, setFilter] = useState("");

  // A selection names domains; those that are gone cannot be merged any more.
  useEffect(() => {
    const names = new Set(domains?.map((domain) => domain.name));
    setSelected((before) =>
      [...before].every((name) => names.has(name))
        ? before
        : new Set([...before].filter((name) => names.has(name))),
    );
  }, [domains]);

  if (domains === undefined) return null;
  const { renameDomain, mergeDomains, enableDomain, undo } = store.getState();
  const hasTiers = domains.some((domain) => domain.tier !== null);
  const used = domains.filter((domain) => domain.isEnabled);
  const rows = used.reduce((sum, domain) => sum + domain.rows, 0);
  const chains = used.reduce((sum, domain) => sum + domain.chains, 0);
  const wanted = filter.trim().toLowerCase();
  const listed = domains.filter((domain) => domain.name.toLowerCase().includes(wanted));
  const names = domains.map((domain) => domain.name).filter((name) => selected.has(name));

  return (
    <Panel
      title={t("data:domains.title")}
      guide="data"
      isFlush
      note={t("data:domains.note", {
        used: used.length,
        all: domains.length,
        chains: t("data:counts.chains", { count: chains, shown: formatCount(chains) }),
        rows: t("data:counts.rows", { count: rows, shown: formatCount(rows) }),
      })}
      actions={
        <>
          <TextField
            type="search"
            className={styles["filter"]}
            aria-label={t("data:domains.filter")}
            placeholder={t("data:domains.filter")}
            value={filter}
            onChange={setFilter}
          />
          {hasTiers && (
            <Switch
              label={t("data:domains.tierSwitch")}
              isChecked={isTierShown}
              onChange={studio.view.getState().showTiers}
            />
          )}
          <Button
            icon={<Undo2 />}
            disabled={lastChange === undefined || isFixed}
            title={
              lastChange === undefined
                ? t("data:undo.nothing")
                : t("data:undo.takeBack", { what: editWords(lastChange) })
            }
            onClick={() => void undo()}
          >
            {t("data:undo.do")}
          </Button>
        </>
      }
    >
      {names.length > 0 && !isFixed && (
        <MergeForm
          names={names}
          onCancel={() => setSelected(new Set())}
          onMerge={async (into) => {
            const isMerged = await mergeDomains(names, into);
            if (isMerged) setSelected(new Set());
            return isMerged;
          }}
        />
      )}
      {listed.length === 0 && <EmptyState title={t("data:domains.noMatch")} />}
      <DomainTable
        domains={listed}
        slots={slots}
        isTierShown={hasTiers && isTierShown}
        isDisabled={isFixed}
        selected={selected}
        onSelect={setSelected}
        onRename={renameDomain}
        onEnable={(name, isEnabled) => void enableDomain(name, isEnabled)}
      />
    </Panel>
  );
}
