// The first rows of a file as they will be read: questions, steps with their labels, and what is wrong.
import type { FilePreview, PreviewChain } from "../../../domain/fieldMapping.ts";
import { said } from "../../../strings/said.ts";
import { t } from "../../../strings/strings.ts";
import { formatCount } from "../formatNumber.ts";
import styles from "./MappingPreview.module.css";

export function MappingPreview({ preview }: { preview: FilePreview | null }) {
  if (preview === null) {
    return (
      <section className={styles["preview"]} aria-label={t("data:mapping.preview")}>
        <p className={styles["muted"]}>{t("data:mapping.readingRows")}</p>
      </section>
    );
  }
  const { rows, badRows, chains, problems } = preview;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className={styles["preview"]} aria-label={t("data:mapping.preview")} tabIndex={0}>
      <p className={styles["count"]} role="status">
        {rows === 0
          ? t("data:mapping.noRow")
          : badRows === 0
            ? t("data:mapping.canBeRead", { count: rows, shown: formatCount(rows) })
            : t("data:mapping.faults", { count: badRows, rows })}
      </p>
      {problems.length > 0 && (
        <ul className={styles["problems"]}>
          {problems.map(({ line, field, message }) => (
            <li key={`${line} ${field} ${message}`}>
              {line !== null && (
                <span className={styles["place"]}>{t("data:mapping.row", { line })}</span>
              )}{" "}
              {said(message)}
            </li>
          ))}
        </ul>
      )}
      {chains.map((chain, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew with every answer
        <Chain key={index} chain={chain} />
      ))}
    </section>
  );
}

function Chain({ chain }: { chain: PreviewChain }) {
  const { domain, question, isCorrect, steps } = chain;
  return (
    <article className={styles["chain"]}>
      <p className={styles["question"]}>
        {domain !== null && <span className={styles["domain"]}>{domain}</span>} {question}
      </p>
      <ol className={styles["steps"]}>
        {steps.map(({ text, accuracy }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps of one chain, in order
          <li key={index}>
            <span className={styles["text"]}>{text}</span>
            {accuracy !== null && (
              <span className={styles["accuracy"]} title={t("data:mapping.stepLabel")}>
                {accuracy.toLocaleString("en-US", { maximumFractionDigits: 3 })}
              </span>
            )}
          </li>
        ))}
      </ol>
      {isCorrect !== null && (
        <p className={isCorrect ? styles["right"] : styles["wrong"]}>
          {isCorrect ? t("data:mapping.right") : t("data:mapping.wrong")}
        </p>
      )}
    </article>
  );
}
