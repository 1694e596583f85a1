// Parts of the page whose code is fetched when they are wanted first.
import { type ComponentType, useEffect, useState } from "react";
import { t } from "../strings/strings.ts";
import { useStudio } from "./StudioContext.ts";

/**
 * A part of the page once it is wanted and there. Where it could not be had that is said, and it is asked for again
 * the next time; `onFailure` takes the wish back.
 */
export function useFetched<P>(
  isWanted: boolean,
  fetch: () => Promise<ComponentType<P>>,
  onFailure: () => void,
): ComponentType<P> | null {
  const { view } = useStudio();
  const [part, setPart] = useState<ComponentType<P> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it does is the same at every drawing
  useEffect(() => {
    if (!isWanted || part !== null) return;
    fetch().then(
      (fetched) => setPart(() => fetched),
      () => {
        onFailure();
        view.getState().notify(t("common:notFetched"));
      },
    );
  }, [isWanted, part]);
  return part;
}
