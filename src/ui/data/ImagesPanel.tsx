// The images of each domain: how many of its chains have one, a few to look at, how many are missing.

import { Trans } from "react-i18next";
import type { CorpusSummary, DomainSummary } from "../../domain/summary.ts";
import type { DomainSlots } from "../../store/domainSlots.ts";
import { t } from "../../strings/strings.ts";
import { ImageThumb } from "../images/ImageThumb.tsx";
import { DomainSwatch } from "../primitives/DomainSwatch.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { formatCount } from "./formatNumber.ts";
import styles from "./ImagesPanel.module.css";

export interface ImagesPanelProps {
  summary: CorpusSummary;
  slots: DomainSlots;
}

/** Nothing where the corpus has to do with no image. */
export function ImagesPanel({ summary, slots }: ImagesPanelProps) {
  const { files, missingChains } = summary.images;
  if (files === 0 && missingChains === 0) return null;
  const illustrated = summary.domains
    .map((domain, place) => ({ domain, slot: slots[domain.name] ?? place }))
    .filter(({ domain }) => domain.imageChains > 0);
  return (
    <Panel
      title={t("data:images.title")}
      note={t("data:counts.imageFiles", { count: files, shown: formatCount(files) })}
    >
      {missingChains > 0 && (
        <p className={styles["missing"]}>
          {t("data:images.missing", { count: missingChains, shown: formatCount(missingChains) })}
        </p>
      )}
      {files > 0 && illustrated.length === 0 && (
        <p className={styles["about"]}>
          <Trans t={t} i18nKey="data:images.unused" components={{ code: <code /> }} />
        </p>
      )}
      {illustrated.length > 0 && (
        <ul className={styles["domains"]}>
          {illustrated.map(({ domain, slot }) => (
            <li key={domain.name} className={styles["domain"]}>
              <span className={styles["head"]}>
                <DomainSwatch slot={slot} />
                <span className={styles["name"]}>{domain.name}</span>
                <Count domain={domain} />
              </span>
              {domain.sampleImages.length > 0 && (
                <span className={styles["samples"]}>
                  {domain.sampleImages.map((path) => (
                    <ImageThumb
                      key={path}
                      path={path}
                      of={t("data:images.ofDomain", { name: domain.name })}
                      size="small"
                    />
                  ))}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Chains with an image, of those that should have one, of all. */
function Count({ domain }: { domain: DomainSummary }) {
  const { chains, imageChains, imageChainsFound } = domain;
  const missing = imageChains - imageChainsFound;
  return (
    <span className={styles["count"]}>
      {imageChainsFound === chains
        ? t("data:images.all", { count: chains, shown: formatCount(chains) })
        : t("data:images.some", {
            count: chains,
            shown: formatCount(chains),
            found: formatCount(imageChainsFound),
          })}
      {missing > 0 && (
        <span className={styles["absent"]}>
          {t("data:images.absent", { absent: formatCount(missing) })}
        </span>
      )}
    </span>
  );
}
