// What the open chain is about: its facts, its question and its image, which can be hidden from the PRM.
import { useStore } from "zustand";
import type { ChainView } from "../../domain/inspect.ts";
import type { InspectStore } from "../../store/inspectState.ts";
import { hasImageToHide } from "../../store/readChain.ts";
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
    <section className={styles["question"]} aria-label="Question">
      <div className={styles["about"]}>
        <Facts chain={chain} slot={slot} />
        <p className={styles["text"]}>{question}</p>
        {imagePath !== null && !isImageFound && (
          <p className={styles["missing"]}>
            Its image <code>{imagePath}</code> is not among the files, so the PRM reads the text
            alone. Add the file in the Data view.
          </p>
        )}
        {hasImageToHide(chain) && (
          <div className={styles["blind"]}>
            <Switch
              label="Hide the image from the PRM"
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
          of={`the chain ${id}`}
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
          {chain.isCorrect ? "right answer" : "wrong answer"}
        </Badge>
      )}
      {chain.answer !== null && (
        <span>
          <span className={styles["muted"]}>answer</span> {chain.answer}
        </span>
      )}
      {chain.groundTruth !== null && (
        <span>
          <span className={styles["muted"]}>truth</span> {chain.groundTruth}
        </span>
      )}
      {chain.model !== null && (
        <span>
          <span className={styles["muted"]}>written by</span> {chain.model}
        </span>
      )}
    </p>
  );
}
