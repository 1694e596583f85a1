// What the open chain is about: its facts, its question and its image, which can be hidden from the PRM.
import { Trans } from "react-i18next";
import { useStore } from "zustand";
import type { ChainView } from "../../domain/inspect.ts";
import type { InspectStore } from "../../store/inspectState.ts";
import { hasImageToHide } from "../../store/readChain.ts";
import { t } from "../../strings/strings.ts";
import { ImageThumb } from "../images/ImageThumb.tsx";
import { Badge } from "../primitives/Badge.tsx";
import { DomainSwatch } from "../primitives/DomainSwatch.tsx";
import { Switch } from "../primitives/Switch.tsx";
import styles from "./ChainQuestion.module.css";
import { imageEffect } from "./imageEffect.ts";

export interface ChainQuestionProps {
  store: InspectStore;
  chain: ChainView;
  /** The domain's colour. */
  slot: number | undefined;
}

export function ChainQuestion({ store, chain, slot }: ChainQuestionProps) {
  const isImageHidden = useStore(store, (state) => state.isImageHidden);
  const isEdited = useStore(store, (state) => state.draft !== null);
  const aggregation = useStore(store, (state) => state.aggregation);
  const { imagePath, isImageFound, question, id } = chain;
  return (
    <section className={styles["question"]} aria-label={t("inspect:question.label")}>
      <div className={styles["about"]}>
        <Facts chain={chain} slot={slot} />
        <p className={styles["text"]}>{question}</p>
        {imagePath !== null && !isImageFound && (
          <p className={styles["missing"]}>
            <Trans
              t={t}
              i18nKey="inspect:question.missing"
              // Not as a value: Trans would read marks in it.
              components={{ path: <code>{imagePath}</code> }}
            />
          </p>
        )}
        {hasImageToHide(chain) && (
          <div className={styles["blind"]} title={t("inspect:question.hideAbout")}>
            <Switch
              label={t("inspect:question.hide")}
              isChecked={isImageHidden}
              onChange={(isHidden) => store.getState().hideImage(isHidden)}
            />
            {isImageHidden && !isEdited && (
              <p role="status" className={styles["effect"]}>
                {imageEffect(chain, aggregation)}
              </p>
            )}
          </div>
        )}
      </div>
      {imagePath !== null && isImageFound && (
        <ImageThumb
          key={imagePath}
          path={imagePath}
          of={t("inspect:question.imageOf", { id })}
          size="large"
          isHidden={isImageHidden && hasImageToHide(chain)}
        />
      )}
    </section>
  );
}

function Facts({ chain, slot }: { chain: ChainView; slot: number | undefined }) {
  return (
    <p className={styles["facts"]}>
      {chain.domain !== null && (
        <span className={styles["domain"]}>
          <DomainSwatch slot={slot ?? 0} />
          {chain.domain}
        </span>
      )}
      <span className={styles["id"]}>{chain.id}</span>
      {chain.isCorrect !== null && (
        <Badge tone={chain.isCorrect ? "positive" : "negative"}>
          {t(chain.isCorrect ? "inspect:question.right" : "inspect:question.wrong")}
        </Badge>
      )}
      {chain.answer !== null && (
        <span>
          <span className={styles["muted"]}>{t("inspect:question.answer")}</span> {chain.answer}
        </span>
      )}
      {chain.groundTruth !== null && (
        <span>
          <span className={styles["muted"]}>{t("inspect:question.truth")}</span> {chain.groundTruth}
        </span>
      )}
      {chain.model !== null && (
        <span>
          <span className={styles["muted"]}>{t("inspect:question.writtenBy")}</span> {chain.model}
        </span>
      )}
    </p>
  );
}
