// What the job in the form will take at most, kept up to date as the form changes.
import type { LabelEstimate } from "../../domain/labelling.ts";
import { t } from "../../strings/strings.ts";
import { formatCount } from "../data/formatNumber.ts";
import { useLabel } from "../StudioContext.ts";
import styles from "./Figures.module.css";
import { formatCost, formatTokens } from "./formatLabel.ts";

export function EstimateFigures({ estimate }: { estimate: LabelEstimate | null }) {
  const isEndpoint = useLabel((state) => state.draft.kind === "endpoint");
  return (
    <section aria-label={t("label:estimate.region")}>
      <h3 className={styles["title"]}>{t("label:estimate.title")}</h3>
      <dl className={styles["figures"]}>
        <div>
          <dt>{t("label:job.requests")}</dt>
          <dd>{estimate === null ? "–" : formatCount(estimate.requests)}</dd>
        </div>
        {isEndpoint && (
          <>
            <div>
              <dt>{t("label:job.tokensRead")}</dt>
              <dd>{formatTokens(estimate?.inputTokens ?? Number.NaN)}</dd>
            </div>
            <div>
              <dt>{t("label:job.tokensWritten")}</dt>
              <dd>{formatTokens(estimate?.outputTokens ?? Number.NaN)}</dd>
            </div>
            <div>
              <dt>{t("label:estimate.cost")}</dt>
              <dd>{formatCost(estimate?.cost ?? null)}</dd>
            </div>
          </>
        )}
      </dl>
      <p className={styles["about"]}>
        {isEndpoint ? t("label:estimate.endpointAbout") : t("label:estimate.suiteAbout")}
      </p>
    </section>
  );
}
