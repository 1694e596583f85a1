// Vectors of images from a vision model.
import { type PreTrainedModel, RawImage, type Tensor } from "@huggingface/transformers";
import type { VectorsRead } from "./extractionMessages.ts";
import { noState, numbers } from "./modelOutput.ts";

export class ImageReader {
  private readonly name: string;
  private readonly model: PreTrainedModel;
  private readonly prepare: (images: RawImage[]) => Promise<unknown>;

  /** @param name the model's, for what is said of it */
  constructor(name: string, model: PreTrainedModel, processor: (images: RawImage[]) => unknown) {
    this.name = name;
    this.model = model;
    this.prepare = async (images) => processor(images);
  }

  /** One vector an image, decoded and resized as the model wants it. */
  async readImages(images: readonly Blob[]): Promise<VectorsRead> {
    const raw = await Promise.all(images.map((image) => RawImage.fromBlob(image)));
    const output = await this.model(await this.prepare(raw));
    const whole: Tensor | undefined = output.image_embeds ?? output.pooler_output;
    // A tower without a vector of the whole image has one in its first token.
    const vectors = whole ?? (output.last_hidden_state as Tensor | undefined)?.slice(null, 0);
    if (vectors === undefined) throw noState(this.name, "image vector", output);
    return { width: vectors.dims[1]!, values: await numbers(vectors), cut: 0 };
  }
}
