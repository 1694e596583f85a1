// The form's fields of each encoder.
import { type EncoderKind, HEAD_KINDS } from "../../domain/encoderDefaults.ts";
import { type ConfigField, type FlagFieldText, options } from "./configField.ts";

/** Of the encoders that look at images themselves. */
const BLIND: FlagFieldText = {
  kind: "flag",
  path: "encoder.blind",
  label: "Images",
  explanation:
    "Hidden: the PRM is trained and scores on the text alone, which shows what the images are worth.",
  no: "shown",
  yes: "hidden (blind)",
};

export const ENCODER_FIELDS: Record<EncoderKind, readonly ConfigField[]> = {
  lexical: [
    {
      kind: "number",
      path: "encoder.buckets",
      label: "Hash buckets",
      explanation: "Rows of the embedding table; n-grams are hashed into them.",
    },
    {
      kind: "number",
      path: "encoder.embedding",
      label: "Embedding width",
      explanation: "Numbers a bucket is embedded into.",
    },
    {
      kind: "number",
      path: "encoder.hidden",
      label: "Hidden width",
      explanation: "Units of the PRM's hidden layer.",
    },
    BLIND,
  ],
  transformer: [
    {
      kind: "number",
      path: "encoder.vocabulary",
      label: "Vocabulary",
      explanation:
        "Byte-pair tokens learned from the texts of the training and meta chains, at most.",
    },
    {
      kind: "number",
      path: "encoder.layers",
      label: "Layers",
      symbol: "L",
      explanation: "Attention and MLP, one after the other.",
    },
    {
      kind: "number",
      path: "encoder.width",
      label: "Width",
      symbol: "d",
      explanation: "Numbers a token is embedded into; a multiple of 4 × heads.",
    },
    {
      kind: "number",
      path: "encoder.heads",
      label: "Heads",
      explanation: "Parts each attention is split into.",
    },
    {
      kind: "number",
      path: "encoder.context",
      label: "Context",
      explanation: "Tokens read at once; longer chains are read in pieces.",
    },
    {
      kind: "number",
      path: "encoder.languageModel.steps",
      label: "Language model steps",
      explanation:
        "A small language model first learns the texts of the training and meta chains, without their labels; the PRM reads how surprising each token is to it. 0: none.",
    },
    BLIND,
  ],
  frozen: [
    {
      kind: "choice",
      path: "encoder.head",
      label: "Head",
      explanation:
        "What is trained on the vectors: a linear head (the paper's), a small MLP, or attention over the steps so far.",
      options: options(HEAD_KINDS, { linear: "linear", mlp: "MLP", attention: "attention" }),
    },
    {
      kind: "number",
      path: "encoder.hidden",
      label: "Hidden width",
      explanation: "Units of the MLP's hidden layer; the other heads have none.",
    },
    {
      kind: "number",
      path: "encoder.projection",
      label: "Directions",
      symbol: "r",
      explanation:
        "The vectors are first brought down to so many directions, chosen on the training data; 0: the head reads them whole.",
    },
  ],
};
