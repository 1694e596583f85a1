// Numbers that go bad, on the engines that run without a browser.
import { describe } from "vitest";
import { BAD_NUMBERS_DATA, testBadNumbers } from "../fixtures/badNumbers.ts";
import { createPlainLexicalEngine } from "../plain/lexicalEngine.ts";
import { createWasmLexicalEngine } from "../wasm/lexicalEngine.ts";
import { openWasmKernels } from "../wasm/wasmEngine.ts";

const modules = await openWasmKernels();

describe("numbers that go bad in float64", () => {
  testBadNumbers(() => createPlainLexicalEngine(BAD_NUMBERS_DATA, Float64Array), { huge: 1e200 });
});

describe("numbers that go bad on the processor", () => {
  testBadNumbers(() => createWasmLexicalEngine(modules, BAD_NUMBERS_DATA), { huge: 1e30 });
});
