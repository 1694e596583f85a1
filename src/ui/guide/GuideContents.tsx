// The guide's contents: its sections in groups; where there is no room beside the text, one field to choose from.
import { GUIDE_SECTIONS, type GuideSection } from "../../store/guideSections.ts";
import { t } from "../../strings/strings.ts";
import { Select } from "../primitives/Select.tsx";
import styles from "./GuideContents.module.css";
import { hashOfPart } from "./guidePlace.ts";

const GROUPS = {
  method: ["start", "prm", "levels", "weights", "caution"],
  data: ["data", "labels", "features"],
  work: ["train", "charts", "verdict", "inspect", "runs", "share"],
  reference: ["keys", "words"],
} as const satisfies Record<string, readonly GuideSection[]>;
type Group = keyof typeof GROUPS;

export interface GuideContentsProps {
  section: GuideSection;
  onChoose: (section: GuideSection) => void;
}

export function GuideContents({ section, onChoose }: GuideContentsProps) {
  return (
    <>
      <Select
        className={styles["select"] ?? ""}
        aria-label={t("guide:section")}
        value={section}
        options={GUIDE_SECTIONS.map((value) => ({
          value,
          label: t(`common:guideSections.${value}`),
        }))}
        onChange={onChoose}
      />
      <nav className={styles["contents"]} aria-label={t("guide:contents")}>
        {(Object.keys(GROUPS) as Group[]).map((group) => (
          <div key={group}>
            <h2 className={styles["group"]}>{t(`guide:groups.${group}`)}</h2>
            <ul className={styles["list"]}>
              {GROUPS[group].map((each) => (
                <li key={each}>
                  <a
                    href={hashOfPart(each)}
                    className={styles["link"]}
                    aria-current={each === section ? "page" : undefined}
                    onClick={(event) => {
                      // Opened in a tab of its own, the address is what counts.
                      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                      event.preventDefault();
                      onChoose(each);
                    }}
                  >
                    {t(`common:guideSections.${each}`)}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </>
  );
}
