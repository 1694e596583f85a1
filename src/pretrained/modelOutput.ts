// What a model gave: its numbers, and what is said where it is not what was wanted.
import type { Tensor } from "@huggingface/transformers";
import { StudioError } from "../base/errors.ts";

/** A tensor's numbers; half precision is widened. Throws StudioError("device") where one is not finite. */
export async function numbers(tensor: Tensor): Promise<Float32Array> {
  const values = (tensor.type === "float32" ? tensor : tensor.to("float32")).data as Float32Array;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new StudioError(
        "device",
        "The model gave numbers that are not finite",
        "Half precision may be too coarse for it: choose the processor as its device.",
      );
    }
  }
  return values;
}

/** A model that gives something else than `what`. */
export function noState(model: string, what: string, output: object): StudioError {
  const given = Object.keys(output).filter((name) => !name.startsWith("present"));
  const isGenerating = given.includes("logits");
  return new StudioError(
    "data",
    `“${model}” gives no ${what}, only ${given.join(", ") || "nothing"}`,
    isGenerating
      ? "It was exported for generating text. Take an export for feature extraction, or compute the vectors elsewhere and load them from a file."
      : "Choose another model, or another task.",
  );
}
