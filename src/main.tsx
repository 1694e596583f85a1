// The page's composition root: worker, client, stores, views, and what ties them to the address.
import { createRoot } from "react-dom/client";
import { whenIdle } from "./base/whenIdle.ts";
import { createStudioClient } from "./protocol/client.ts";
import { openBrowserRunStorage } from "./storage/browserRunStorage.ts";
import { browserFeatureCache } from "./storage/featureCache.ts";
import { browserOfflineCopy } from "./storage/offlineCopy.ts";
import { browserChartMemory } from "./storage/rememberedCharts.ts";
import { browserDraftMemory } from "./storage/rememberedDraft.ts";
import { browserKeyMemory } from "./storage/rememberedKey.ts";
import { browserStorageGauge } from "./storage/storageGauge.ts";
import { syncConfigToUrl } from "./store/configStore.ts";
import { onNextFrame } from "./store/nextFrame.ts";
import { createStudio } from "./store/studio.ts";
import { hashOfPlace, placeFromHash } from "./store/viewStore.ts";
import { readLanguage, setLanguage } from "./strings/strings.ts";
import { readSingleKeys } from "./ui/keys/rememberedKeys.ts";
import { readIsFirstVisit } from "./ui/opening/rememberVisit.ts";
import { Root } from "./ui/Root.tsx";
import { StudioContext } from "./ui/StudioContext.ts";
import "./ui/theme/tokens.css";
import "./ui/theme/base.css";
import { readStoredTheme } from "./ui/useTheme.ts";

/** State of the history's entry while the page is loaded anew to take the workspace over. */
const TAKING_OVER = "takingOver";

const worker = new Worker(new URL("./worker/training.worker.ts", import.meta.url), {
  type: "module",
  name: "training",
});

/** The worker's own database, here only to say how large it is. */
const keptFeatures = browserFeatureCache();

const language = await readyLanguage();

const studio = createStudio(createStudioClient(worker), {
  ...placeFromHash(location.hash),
  theme: readStoredTheme(),
  language,
  isFirstVisit: readIsFirstVisit(),
  areSingleKeysOn: readSingleKeys(),
  search: location.search,
  keyMemory: browserKeyMemory(),
  draftMemory: browserDraftMemory(),
  chartMemory: browserChartMemory(),
  measureKeptFeatures: () => keptFeatures.size(),
  openExampleWorker: () => createStudioClient(startExampleWorker()),
  openRunStorage: (onClosed) => openBrowserRunStorage({ onClosed }),
  storage: browserStorageGauge(),
  ...(import.meta.env.PROD && {
    offlineCopy: browserOfflineCopy("./serviceWorker.js", navigator.serviceWorker, () =>
      location.reload(),
    ),
  }),
  takeOver() {
    history.replaceState(TAKING_OVER, "", location.href);
    location.reload();
  },
  schedule: onNextFrame,
});

studio.view.subscribe((state, before) => {
  const isSame = state.view === before.view && state.guideSection === before.guideSection;
  const hash = hashOfPlace(state);
  if (!isSame && hashOfPlace(placeFromHash(location.hash)) !== hash) location.hash = hash;
});
addEventListener("hashchange", () => {
  const { view, guideSection } = placeFromHash(location.hash);
  if (guideSection === null) studio.view.getState().show(view);
  else studio.view.getState().openGuide(guideSection);
});
syncConfigToUrl(studio.config, (query) => {
  const address = `${location.pathname}${query === "" ? "" : `?${query}`}${location.hash}`;
  history.replaceState(history.state, "", address);
});

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with id root");
createRoot(root).render(
  <StudioContext value={studio}>
    <Root />
  </StudioContext>,
);

// The page may be gone the next moment: what was trained since the last checkpoint is kept now.
const save = () => void studio.workspace.getState().save();
addEventListener("pagehide", save);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) save();
});

const isTakingOver = history.state === TAKING_OVER;
if (isTakingOver) history.replaceState(null, "", location.href);
// The copy for use without a network comes after all that the page itself is waited for.
void studio.open(isTakingOver).finally(() => whenIdle(() => void studio.offline.getState().keep()));

/** The language the page starts in, its words fetched; English, which is always there, where they cannot be. */
async function readyLanguage() {
  const language = readLanguage();
  try {
    await setLanguage(language);
    return language;
  } catch {
    await setLanguage("en");
    return "en";
  }
}

/** The guide's live examples train in a worker of their own, which comes with the first of them. */
function startExampleWorker(): Worker {
  return new Worker(new URL("./worker/training.worker.ts", import.meta.url), {
    type: "module",
    name: "examples",
  });
}
