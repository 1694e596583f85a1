// Which chains the list shows and in what order.
import { ArrowDownWideNarrow, ArrowUpNarrowWide } from "lucide-react";
import { useId } from "react";
import { useStore } from "zustand";
import { CHAIN_SORTS, CHAIN_SOURCES, type ChainQuery } from "../../domain/inspect.ts";
import type { Studio } from "../../store/studio.ts";
import { IconButton } from "../primitives/IconButton.tsx";
import { Select } from "../primitives/Select.tsx";
import { TextField } from "../primitives/TextField.tsx";
import styles from "./ChainFilters.module.css";

const SOURCE_NAMES = { shards: "Training shards", meta: "Meta set", candidates: "Candidates" };
const SORT_NAMES = {
  order: "File order",
  score: "Score",
  disagreement: "Disagreement",
  length: "Length",
};
const CORRECTNESS: { value: ChainQuery["correctness"]; label: string }[] = [
  { value: "all", label: "Right and wrong" },
  { value: "correct", label: "Right answer" },
  { value: "wrong", label: "Wrong answer" },
];
/** No domain can bear this name: names are trimmed. */
const ALL_DOMAINS = " ";

export function ChainFilters({ studio }: { studio: Studio }) {
  const query = useStore(studio.inspect, (state) => state.query);
  const domains = useStore(studio.corpus, (state) => state.summary?.domains);
  const disagreementId = useId();
  const { setQuery } = studio.inspect.getState();

  return (
    <search className={styles["filters"]} aria-label="Filter chains">
      <div className={styles["row"]}>
        <Select
          aria-label="Chains from"
          value={query.source}
          options={CHAIN_SOURCES.map((value) => ({ value, label: SOURCE_NAMES[value] }))}
          onChange={(source) => setQuery({ source })}
        />
        <Select
          aria-label="Domain"
          value={query.domains?.[0] ?? ALL_DOMAINS}
          disabled={query.source !== "shards"}
          options={[
            { value: ALL_DOMAINS, label: "All domains" },
            ...(domains ?? []).map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(name) => setQuery({ domains: name === ALL_DOMAINS ? null : [name] })}
        />
      </div>
      <div className={styles["row"]}>
        <TextField
          type="search"
          aria-label="Text in question or steps"
          placeholder="Search text"
          value={query.text}
          onChange={(text) => setQuery({ text })}
        />
        <Select
          aria-label="Correctness"
          value={query.correctness}
          options={CORRECTNESS}
          onChange={(correctness) => setQuery({ correctness })}
        />
      </div>
      <div className={styles["row"]}>
        <span className={styles["sort"]}>
          <Select
            aria-label="Sort by"
            value={query.sort}
            options={CHAIN_SORTS.map((value) => ({ value, label: SORT_NAMES[value] }))}
            onChange={(sort) => setQuery({ sort, isDescending: sort === "disagreement" })}
          />
          <IconButton
            label={query.isDescending ? "Highest first" : "Lowest first"}
            aria-pressed={query.isDescending}
            onClick={() => setQuery({ isDescending: !query.isDescending })}
          >
            {query.isDescending ? (
              <ArrowDownWideNarrow aria-hidden="true" />
            ) : (
              <ArrowUpNarrowWide aria-hidden="true" />
            )}
          </IconButton>
        </span>
        <span className={styles["disagreement"]}>
          <label htmlFor={disagreementId} title="Largest |score − label| of a chain's steps">
            Disagreement ≥ {query.minDisagreement.toFixed(2)}
          </label>
          <input
            id={disagreementId}
            type="range"
            min="0"
            max="1"
            step="0.05"
            value={query.minDisagreement}
            aria-label="Disagreement at least"
            onChange={(event) => setQuery({ minDisagreement: event.target.valueAsNumber })}
          />
        </span>
      </div>
    </search>
  );
}
