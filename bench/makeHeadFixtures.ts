// npx tsx bench/inNode.ts makeHeadFixtures && python3 python/test_score_head.py --golden
// Writes the heads, vectors and scores of python/fixtures, which the tests of both languages read.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sigmoid } from "../src/base/logistic.ts";
import { HEAD_KINDS } from "../src/domain/encoderDefaults.ts";
import { headChains, savedHead } from "../src/engine/fixtures/savedHead.ts";
import { writeSafetensors } from "../src/engine/prm/safetensors.ts";
import { scoreChains } from "../src/engine/prm/scoreChains.ts";

const folder = fileURLToPath(new URL("../python/fixtures/", import.meta.url));
mkdirSync(folder, { recursive: true });
const { chains, values, sources } = headChains();
const keys = chains.flatMap(({ question, steps }) => steps.map((_, i) => `${question}/${i}`));
const header = JSON.stringify({
  __metadata__: { keys: JSON.stringify(keys) },
  features: {
    dtype: "F32",
    shape: [keys.length, values.length / keys.length],
    data_offsets: [0, values.byteLength],
  },
});
const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
const length = Buffer.alloc(8);
length.writeBigUInt64LE(BigInt(padded.length));
writeFileSync(
  `${folder}head-features.safetensors`,
  Buffer.concat([length, Buffer.from(padded), Buffer.from(values.buffer)]),
);
const studio: Record<string, number[]> = {};
for (const head of HEAD_KINDS) {
  const prm = savedHead(head);
  writeFileSync(`${folder}head-${head}.safetensors`, writeSafetensors(prm));
  // As a run scores them: through the projection, not with what was written.
  const encoded = await prm.encoder.encodeChains(chains, sources, async () => {});
  studio[head] = [...(await scoreChains(prm.layout, prm.params, encoded))].map(sigmoid);
}
writeFileSync(`${folder}head-scores.json`, `${JSON.stringify({ keys, studio }, null, 1)}\n`);
