// The open chain with its scores; where its image is hidden from the PRM, the scores with the image stand
// beside those without.
import type { ChainSource, ChainView } from "../domain/inspect.ts";
import type { StudioClient } from "../protocol/client.ts";
import { t } from "../strings/strings.ts";

export interface ChainRequest {
  source: ChainSource;
  ref: number;
  comparedTo: string | null;
  isImageHidden: boolean;
}

/** In the place of a second PRM's id: the same PRM, which sees the image. */
export const WITH_IMAGE = "withImage";

export async function readChain(
  client: StudioClient,
  { source, ref, comparedTo, isImageHidden }: ChainRequest,
): Promise<ChainView> {
  const seen = await client.call("chain.read", { source, ref, comparedTo });
  if (!isImageHidden || !hasImageToHide(seen)) return seen;
  const blind = await client.call("chain.read", { source, ref, comparedTo: null, isBlind: true });
  const { chainScores } = seen;
  const stepScores = seen.steps.flatMap(({ score }) => (score === null ? [] : [score]));
  const other =
    chainScores === null
      ? null
      : { prmId: WITH_IMAGE, label: t("notices:imageSeen"), stepScores, chainScores };
  return { ...blind, other };
}

/** Without a PRM, or without the file, there is nothing to hide the image from. */
export function hasImageToHide({ isImageFound, chainScores }: ChainView): boolean {
  return isImageFound && chainScores !== null;
}
