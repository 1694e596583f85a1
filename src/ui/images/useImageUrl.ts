// An address under which the page can show one of the corpus' images while a component needs it.
import { useEffect, useState } from "react";
import { useCorpus, useStudio } from "../StudioContext.ts";

export type ImageUrl =
  | { state: "loading" }
  | { state: "missing" }
  /** Good until the component is gone or asks for another image. */
  | { state: "ready"; url: string };

const LOADING: ImageUrl = { state: "loading" };

export function useImageUrl(path: string): ImageUrl {
  const { corpus } = useStudio();
  // With another corpus, another image may stand under the same path.
  const summary = useCorpus((state) => state.summary);
  const [image, setImage] = useState<ImageUrl>(LOADING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the summary stands for the corpus
  useEffect(() => {
    let isWanted = true;
    let url: string | null = null;
    setImage(LOADING);
    void corpus
      .getState()
      .readImage(path)
      .then((blob) => {
        if (!isWanted) return;
        url = blob && URL.createObjectURL(blob);
        setImage(url === null ? { state: "missing" } : { state: "ready", url });
      });
    return () => {
      isWanted = false;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [corpus, path, summary]);
  return image;
}
