// The form's fields of each encoder.
import type { EncoderKind } from "../../domain/encoderDefaults.ts";
import type { ConfigField } from "./configField.ts";

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
  ],
};
