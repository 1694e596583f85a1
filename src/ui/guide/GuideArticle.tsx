// One section of the guide, and the way on to the next.
import { ArrowRight } from "lucide-react";
import { useEffect, useState } from "react";
import { createExampleLab } from "../../store/exampleLab.ts";
import type { GuideSection } from "../../store/guideSections.ts";
import { t } from "../../strings/strings.ts";
import { useStudio } from "../StudioContext.ts";
import { ExampleLabContext } from "./examples/ExampleLabContext.ts";
import styles from "./GuideArticle.module.css";
import { GuideHeading } from "./GuideHeading.tsx";
import { GuideText } from "./GuideText.tsx";
import { hashOfPart, sectionAfter } from "./guidePlace.ts";
import type { GuideText as Text } from "./guideText.ts";

export interface GuideArticleProps {
  text: Text;
  section: GuideSection;
}

export function GuideArticle({ text, section }: GuideArticleProps) {
  const { openExampleWorker } = useStudio();
  const [lab] = useState(() => createExampleLab(openExampleWorker));
  useEffect(() => () => lab.close(), [lab]);
  const article = text.find((known) => known.section === section);
  const next = sectionAfter(section);
  return (
    <ExampleLabContext value={lab}>
      <article className={styles["article"]} key={section}>
        {article?.parts.map(({ index, heading, body }) => (
          <section key={index}>
            <GuideHeading
              section={section}
              index={index}
              text={heading ?? t(`common:guideSections.${section}`)}
            />
            <GuideText markdown={body} />
          </section>
        ))}
        {next !== null && (
          <p className={styles["next"]}>
            <a href={hashOfPart(next)}>
              {t("guide:next", { section: t(`common:guideSections.${next}`) })}
              <ArrowRight aria-hidden="true" />
            </a>
          </p>
        )}
      </article>
    </ExampleLabContext>
  );
}
