// The little "?" beside a setting or a title: where in the guide it is told. A link, so that it also opens in a
// tab of its own; the page's address takes one there.
import { CircleQuestionMark } from "lucide-react";
import type { GuideSection } from "../../store/guideSections.ts";
import { hashOfPlace } from "../../store/viewStore.ts";
import { t } from "../../strings/strings.ts";
import styles from "./GuideLink.module.css";
import { Tooltip } from "./Tooltip.tsx";

export function GuideLink({ section }: { section: GuideSection }) {
  const label = t("common:guideLink", { section: t(`common:guideSections.${section}`) });
  return (
    <Tooltip content={label}>
      <a
        className={styles["link"]}
        href={hashOfPlace({ view: "guide", guideSection: section })}
        aria-label={label}
      >
        <CircleQuestionMark aria-hidden="true" />
      </a>
    </Tooltip>
  );
}
