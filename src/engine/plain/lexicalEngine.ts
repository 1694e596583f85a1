// PrmEngine in typed arrays: the sparse lexical PRM on the CPU.
import type { LexicalData } from "../prm/engineData.ts";
import type { FloatArrayKind } from "./arraySpace.ts";
import { createLexicalPrm } from "./lexicalPrm.ts";
import { createPlainRowEngine, type PlainRowEngine } from "./rowEngine.ts";

export type PlainLexicalEngine = PlainRowEngine;

export function createPlainLexicalEngine(
  data: LexicalData,
  Kind: FloatArrayKind,
): PlainLexicalEngine {
  const { layout } = data;
  return createPlainRowEngine(createLexicalPrm(layout), { ...data, paramCount: layout.size }, Kind);
}
