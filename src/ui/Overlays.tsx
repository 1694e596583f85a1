// What stands over the page when it is asked for: the sheet of keys, the palette, the tour, the dialogs of storage
// and of the link. Their code and words are fetched then; where that fails it is said, and the page stays as it is.
import type { ComponentType } from "react";
import { useStore } from "zustand";
import { loadAreas } from "../strings/strings.ts";
import { useStorage, useStudio, useView } from "./StudioContext.ts";
import { useFetched } from "./useFetched.ts";

async function fetchKeySheet(): Promise<ComponentType> {
  const [part] = await Promise.all([import("./keys/KeySheet.tsx"), loadAreas(["keys"])]);
  return part.KeySheet;
}

async function fetchPalette(): Promise<ComponentType> {
  const [part] = await Promise.all([import("./keys/Palette.tsx"), loadAreas(["keys"])]);
  return part.Palette;
}

const fetchTour = async () => (await import("./opening/Tour.tsx")).Tour;

const fetchLink = async () => (await import("./share/LinkDialog.tsx")).LinkDialog;

const fetchStorage = async () => (await import("./workspace/StorageDialog.tsx")).StorageDialog;

export function Overlays() {
  const { view, storage, share } = useStudio();
  const overlay = useView((state) => state.overlay);
  const stop = useView((state) => state.tourStop);
  const { showOverlay, goToStop } = view.getState();
  const KeySheet = useFetched(overlay === "keys", fetchKeySheet, () => showOverlay(null));
  const Palette = useFetched(overlay === "palette", fetchPalette, () => showOverlay(null));
  const Tour = useFetched(stop !== null, fetchTour, () => goToStop(null));
  const isStorageOpen = useStorage((state) => state.isOpen);
  const Storage = useFetched(isStorageOpen, fetchStorage, () => storage.getState().close());
  const hasLink = useStore(share, (state) => state.link !== null);
  const Link = useFetched(hasLink, fetchLink, () => share.getState().dismissLink());
  return (
    <>
      {overlay === "keys" && KeySheet !== null && <KeySheet />}
      {overlay === "palette" && Palette !== null && <Palette />}
      {stop !== null && Tour !== null && <Tour stop={stop} />}
      {hasLink && Link !== null && <Link />}
      {isStorageOpen && Storage !== null && <Storage />}
    </>
  );
}
