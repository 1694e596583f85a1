// The images of each domain: how many of its chains have one, a few to look at, how many are missing.
import type { CorpusSummary, DomainSummary } from "../../domain/summary.ts";
import type { DomainSlots } from "../../store/domainSlots.ts";
import { ImageThumb } from "../images/ImageThumb.tsx";
import { DomainSwatch } from "../primitives/DomainSwatch.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { formatCount, formatCounted } from "./formatNumber.ts";
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
    <Panel title="Images" note={formatCounted(files, "image file")}>
      {missingChains > 0 && (
        <p className={styles["missing"]}>
          {formatCounted(missingChains, "chain")}{" "}
          {missingChains === 1 ? "names an image that is" : "name images that are"} not among the
          files; the PRM reads {missingChains === 1 ? "it" : "them"} without. Problems, below, says
          which. Choose “Add to it” and drop the images, or a folder or ZIP of them: they find their
          chains.
        </p>
      )}
      {files > 0 && illustrated.length === 0 && (
        <p className={styles["about"]}>
          No chain of the training domains names one of them in its <code>image_path</code>.
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
                    <ImageThumb key={path} path={path} of={`“${domain.name}”`} size="small" />
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
        ? `all ${formatCounted(chains, "chain")}`
        : `${formatCount(imageChainsFound)} of ${formatCounted(chains, "chain")}`}
      {missing > 0 && (
        <span className={styles["absent"]}>{`, ${formatCount(missing)} missing`}</span>
      )}
    </span>
  );
}
