// The page's title, which a browser's tab shows: the view, and how far the run is.
import { useEffect } from "react";
import { t } from "../strings/strings.ts";
import { useRun, useView } from "./StudioContext.ts";

export function PageTitle() {
  const name = useView((state) => state.view);
  const state = useRun((run) => run.state);
  const share = useRun((run) =>
    run.totalSteps > 0 ? Math.floor((100 * run.step) / run.totalSteps) : 0,
  );
  const language = useView((shown) => shown.language);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are the language's
  useEffect(() => {
    const view = t(`header:views.${name}`);
    const isMoving = state === "running" || state === "retraining" || state === "compiling";
    document.title = isMoving
      ? t("header:title.moving", { share, view })
      : state === "idle"
        ? t("header:title.idle", { view })
        : t("header:title.resting", { state: t(`header:states.${state}`), view });
  }, [name, state, share, language]);
  return null;
}
