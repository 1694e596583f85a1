// What stands over the page when it is asked for: the sheet of keys, the palette, the tour. Their code and words
// are fetched then; where that fails it is said, and the page stays as it is.
import { type ComponentType, useEffect, useState } from "react";
import { loadAreas, t } from "../strings/strings.ts";
import { useStudio, useView } from "./StudioContext.ts";

async function fetchKeySheet(): Promise<ComponentType> {
  const [part] = await Promise.all([import("./keys/KeySheet.tsx"), loadAreas(["keys"])]);
  return part.KeySheet;
}

async function fetchPalette(): Promise<ComponentType> {
  const [part] = await Promise.all([import("./keys/Palette.tsx"), loadAreas(["keys"])]);
  return part.Palette;
}

const fetchTour = async () => (await import("./opening/Tour.tsx")).Tour;

export function Overlays() {
  const { view } = useStudio();
  const overlay = useView((state) => state.overlay);
  const stop = useView((state) => state.tourStop);
  const { showOverlay, goToStop } = view.getState();
  const KeySheet = useFetched(overlay === "keys", fetchKeySheet, () => showOverlay(null));
  const Palette = useFetched(overlay === "palette", fetchPalette, () => showOverlay(null));
  const Tour = useFetched(stop !== null, fetchTour, () => goToStop(null));
  return (
    <>
      {overlay === "keys" && KeySheet !== null && <KeySheet />}
      {overlay === "palette" && Palette !== null && <Palette />}
      {stop !== null && Tour !== null && <Tour stop={stop} />}
    </>
  );
}

/** A part of the page once it is wanted and there; asked for again, the next time, where it could not be had. */
function useFetched<P>(
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
