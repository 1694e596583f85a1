// Which chains the list shows and in what order.

import { ArrowDownWideNarrow, ArrowUpNarrowWide } from "lucide-react";
import { useId } from "react";
import { useStore } from "zustand";
import { CHAIN_SORTS, CHAIN_SOURCES, type ChainQuery } from "../../domain/inspect.ts";
import type { Studio } from "../../store/studio.ts";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../primitives/IconButton.tsx";
import { Select } from "../primitives/Select.tsx";
import { TextField } from "../primitives/TextField.tsx";
import styles from "./ChainFilters.module.css";

const CORRECTNESS: readonly ChainQuery["correctness"][] = ["all", "correct", "wrong"];
/** No domain can bear this name: names are trimmed. */
const ALL_DOMAINS = " ";

export function ChainFilters({ studio }: { studio: Studio }) {
  const query = useStore(studio.inspect, (state) => state.query);
  const domains = useStore(studio.corpus, (state) => state.summary?.domains);
  const disagreementId = useId();
  const { setQuery } = studio.inspect.getState();

  return (
    <search className={styles["filters"]} aria-label={t("inspect:filters.label")}>
      <div className={styles["row"]}>
        <Select
          aria-label={t("inspect:filters.source")}
          title={t("inspect:filters.sourceAbout")}
          value={query.source}
          options={CHAIN_SOURCES.map((value) => ({
            value,
            label: t(`inspect:filters.sources.${value}`),
          }))}
          onChange={(source) => setQuery({ source })}
        />
        <Select
          aria-label={t("inspect:filters.domain")}
          title={t("inspect:filters.domainAbout")}
          value={query.domains?.[0] ?? ALL_DOMAINS}
          disabled={query.source !== "shards"}
          options={[
            { value: ALL_DOMAINS, label: t("inspect:filters.allDomains") },
            ...(domains ?? []).map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(name) => setQuery({ domains: name === ALL_DOMAINS ? null : [name] })}
        />
      </div>
      <div className={styles["row"]}>
        <TextField
          type="search"
          aria-label={t("inspect:filters.text")}
          placeholder={t("inspect:filters.search")}
          value={query.text}
          onChange={(text) => setQuery({ text })}
        />
        <Select
          aria-label={t("inspect:filters.correctness")}
          title={t("inspect:filters.correctnessAbout")}
          value={query.correctness}
          options={CORRECTNESS.map((value) => ({
            value,
            label: t(`inspect:filters.correct.${value}`),
          }))}
          onChange={(correctness) => setQuery({ correctness })}
        />
      </div>
      <div className={styles["row"]}>
        <span className={styles["sort"]}>
          <Select
            aria-label={t("inspect:filters.sort")}
            title={t("inspect:filters.sortAbout")}
            value={query.sort}
            options={CHAIN_SORTS.map((value) => ({
              value,
              label: t(`inspect:filters.sorts.${value}`),
            }))}
            onChange={(sort) => setQuery({ sort, isDescending: sort === "disagreement" })}
          />
          <IconButton
            label={t(
              query.isDescending ? "inspect:filters.highestFirst" : "inspect:filters.lowestFirst",
            )}
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
          <label htmlFor={disagreementId} title={t("inspect:filters.disagreementAbout")}>
            {t("inspect:filters.disagreement", { value: query.minDisagreement.toFixed(2) })}
          </label>
          <input
            id={disagreementId}
            type="range"
            min="0"
            max="1"
            step="0.05"
            value={query.minDisagreement}
            aria-label={t("inspect:filters.disagreementLabel")}
            onChange={(event) => setQuery({ minDisagreement: event.target.valueAsNumber })}
          />
        </span>
      </div>
    </search>
  );
}
