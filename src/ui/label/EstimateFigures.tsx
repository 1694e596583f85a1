// What the job in the form will take at most, kept up to date as the form changes.
import type { LabelEstimate } from "../../domain/labelling.ts";
import { formatCount } from "../data/formatNumber.ts";
import { useLabel } from "../StudioContext.ts";
import styles from "./Figures.module.css";
import { formatCost, formatTokens } from "./formatLabel.ts";

export function EstimateFigures({ estimate }: { estimate: LabelEstimate | null }) {
  const isEndpoint = useLabel((state) => state.draft.kind === "endpoint");
  return (
    <section aria-label="Estimate">
      <h3 className={styles["title"]}>It will take at most</h3>
      <dl className={styles["figures"]}>
        <div>
          <dt>Requests</dt>
          <dd>{estimate === null ? "–" : formatCount(estimate.requests)}</dd>
        </div>
        {isEndpoint && (
          <>
            <div>
              <dt>Tokens read</dt>
              <dd>{formatTokens(estimate?.inputTokens ?? Number.NaN)}</dd>
            </div>
            <div>
              <dt>Tokens written</dt>
              <dd>{formatTokens(estimate?.outputTokens ?? Number.NaN)}</dd>
            </div>
            <div>
              <dt>Cost</dt>
              <dd>{formatCost(estimate?.cost ?? null)}</dd>
            </div>
          </>
        )}
      </dl>
      <p className={styles["about"]}>
        {isEndpoint
          ? "Every answer as long as allowed, no step stopped early. It is usually far less."
          : "No step stopped early."}
      </p>
    </section>
  );
}
