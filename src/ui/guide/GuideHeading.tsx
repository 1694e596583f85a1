// A heading of the guide with a link to itself, to be copied.
import { Check, Link2 } from "lucide-react";
import { useState } from "react";
import type { GuideSection } from "../../store/guideSections.ts";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../primitives/IconButton.tsx";
import { useView } from "../StudioContext.ts";
import styles from "./GuideHeading.module.css";
import { idOfPart, linkToPart } from "./guidePlace.ts";

export interface GuideHeadingProps {
  section: GuideSection;
  index: number;
  text: string;
}

export function GuideHeading({ section, index, text }: GuideHeadingProps) {
  const notify = useView((state) => state.notify);
  const [isCopied, setCopied] = useState(false);
  const Level = index === 0 ? "h2" : "h3";

  async function copy(): Promise<void> {
    const link = linkToPart(location, section, index);
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      notify(t("guide:link.failed", { link }));
    }
  }

  return (
    <div className={styles["line"]} data-level={Level}>
      <Level id={idOfPart(section, index)} className={styles["heading"]} tabIndex={-1}>
        {text}
      </Level>
      <IconButton
        className={styles["copy"] ?? ""}
        label={isCopied ? t("guide:link.copied") : t("guide:link.copy", { heading: text })}
        onClick={() => void copy()}
        onBlur={() => setCopied(false)}
      >
        {isCopied ? <Check aria-hidden="true" /> : <Link2 aria-hidden="true" />}
      </IconButton>
    </div>
  );
}
