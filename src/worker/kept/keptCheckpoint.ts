// A trainer's checkpoint as a file: every number comes back bit for bit, so that the run goes on as if it had
// not stopped.
import { z } from "../../base/zod.ts";
import type { TrainerCheckpoint } from "../../engine/bilevel/trainerState.ts";
import { damaged, readTensorFile, writeTensorFile } from "./tensorFile.ts";

const count = z.number().int().min(0);
const aboutSchema = z.object({
  step: count,
  upperStep: count,
  updateCount: count,
  weightUpdates: count,
  drawn: z.object({ lower: count, upper: count, meta: count }),
});

export function encodeCheckpoint(checkpoint: TrainerCheckpoint): Uint8Array<ArrayBuffer> {
  const { step, upperStep, updateCount, drawn, domainWeights, direction, curvature } = checkpoint;
  const about: z.input<typeof aboutSchema> = {
    step,
    upperStep,
    updateCount,
    weightUpdates: domainWeights.count,
    drawn,
  };
  const numbers = new Map([
    ["params", checkpoint.params],
    ["firstMoment", checkpoint.firstMoment],
    ["secondMoment", checkpoint.secondMoment],
    ["rawWeights", domainWeights.rawWeights],
    ["weightsFirst", domainWeights.first],
    ["weightsSecond", domainWeights.second],
  ]);
  if (direction !== null) numbers.set("direction", direction);
  if (curvature !== null) numbers.set("curvature", curvature);
  return writeTensorFile({ about, numbers });
}

/**
 * Throws StudioError("data") naming what is wrong with `what` ("The run's checkpoint"). Whether φ has the size of the
 * run's PRM is for the caller to see.
 */
export function decodeCheckpoint(bytes: ArrayBuffer, what: string): TrainerCheckpoint {
  const file = readTensorFile(bytes, what);
  const about = aboutSchema.safeParse(file.about);
  if (!about.success) throw damaged(what, "it does not say what step it is of");
  const { step, upperStep, updateCount, weightUpdates, drawn } = about.data;
  const column = (name: string, length?: number): Float64Array => {
    const values = file.numbers.get(name);
    if (values === undefined) throw damaged(what, `it has no “${name}”`);
    if (length !== undefined && values.length !== length) {
      throw damaged(what, `“${name}” has ${values.length} numbers in place of ${length}`);
    }
    return values;
  };
  const params = column("params");
  const rawWeights = column("rawWeights");
  const { numbers } = file;
  return {
    step,
    upperStep,
    params,
    firstMoment: column("firstMoment", params.length),
    secondMoment: column("secondMoment", params.length),
    updateCount,
    domainWeights: {
      rawWeights,
      first: column("weightsFirst", rawWeights.length),
      second: column("weightsSecond", rawWeights.length),
      count: weightUpdates,
    },
    direction: numbers.has("direction") ? column("direction", params.length) : null,
    curvature: numbers.has("curvature") ? column("curvature", 1) : null,
    drawn,
  };
}
