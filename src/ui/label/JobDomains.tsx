// The job by domain: questions done, chains, labelled steps and their mean.
import type { LabelStatus } from "../../domain/labelling.ts";
import { t } from "../../strings/strings.ts";
import { formatCount, formatMean } from "../data/formatNumber.ts";
import styles from "./JobDomains.module.css";

export function JobDomains({ domains }: { domains: LabelStatus["domains"] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className={styles["scroll"]} aria-label={t("label:job.table")} tabIndex={0}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">{t("label:job.heads.domain")}</th>
            <th scope="col">{t("label:job.heads.questions")}</th>
            <th scope="col">{t("label:job.heads.chains")}</th>
            <th scope="col" title={t("label:job.heads.labelsAbout")}>
              {t("label:job.heads.labels")}
            </th>
            <th scope="col" title={t("label:job.heads.meanAbout")}>
              {t("label:job.heads.mean")}
            </th>
          </tr>
        </thead>
        <tbody>
          {domains.map((domain) => (
            <tr key={domain.name}>
              <th scope="row" title={domain.name}>
                {domain.name}
              </th>
              <td>
                {formatCount(domain.questionsDone)}
                <span className={styles["of"]}> / {formatCount(domain.questions)}</span>
              </td>
              <td>{formatCount(domain.chains)}</td>
              <td>{formatCount(domain.labels)}</td>
              <td>{formatMean(domain.meanAccuracy ?? Number.NaN, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
