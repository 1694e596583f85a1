// safetensors files whose headers lie of types, shapes and places.
import type { HostileFile } from "./files.ts";
import { joined } from "./rawZip.ts";

/** A file of this header, whatever it says, with so many bytes behind it. */
export function tensorFile(
  header: unknown,
  dataBytes = 64,
  claims?: bigint,
): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, claims ?? BigInt(json.length), true);
  return joined([new Uint8Array(length.buffer), json, new Uint8Array(dataBytes)]);
}

const tensor = (shape: unknown, offsets: unknown, dtype: unknown = "F32") => ({
  dtype,
  shape,
  data_offsets: offsets,
});

export function tensorCases(): HostileFile[] {
  const of = (
    name: string,
    header: unknown,
    says: RegExp | null,
    dataBytes?: number,
  ): HostileFile => ({
    name: `${name}.safetensors`,
    bytes: tensorFile(header, dataBytes),
    says,
  });
  const one = (shape: unknown, offsets: unknown, dtype?: unknown) => ({
    meta: tensor(shape, offsets, dtype),
  });
  return [
    { name: "no-bytes.safetensors", bytes: new Uint8Array(0), says: /too short/ },
    { name: "few-bytes.safetensors", bytes: new Uint8Array(7), says: /too short/ },
    { name: "claims-more.safetensors", bytes: tensorFile({}, 0, 10n ** 6n), says: /does not hold/ },
    { name: "claims-all.safetensors", bytes: tensorFile({}, 0, 2n ** 63n), says: /does not hold/ },
    of("no-json", "{not json", /no JSON object/),
    of("list", "[1]", /no JSON object/),
    of("null", "null", /no JSON object/),
    of("deep", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, /no type/),
    of("empty", {}, /no tensor of vectors/),
    of("nothing-of-tensor", { meta: null }, /no type/),
    of("number", { meta: 7 }, /no type/),
    of(
      "over-one-another",
      { a: tensor([2, 4], [0, 32]), b: tensor([2, 4], [16, 48]) },
      /lie over one another/,
    ),
    of(
      "same-place",
      { a: tensor([2, 4], [0, 32]), b: tensor([2, 4], [0, 32]) },
      /lie over one another/,
    ),
    of("beyond", one([2, 8], [32, 96]), /lies outside the file/),
    of("backwards", one([2, 4], [32, 0]), /lies outside the file/),
    of("negative", one([2, 4], [-32, 0]), /no whole numbers/),
    of("fraction", one([2, 4], [0.5, 32.5]), /no whole numbers/),
    of("text-offsets", one([2, 4], ["0", "32"]), /no whole numbers/),
    of("three-offsets", one([2, 4], [0, 16, 32]), /lies outside/),
    of("2-53", one([2, 4], [2 ** 53, 2 ** 53 + 32]), /no whole numbers/),
    of("1e308", one([2, 4], [0, 1e308]), /no whole numbers/),
    of("huge-shape", one([2 ** 40, 2 ** 40], [0, 32]), /does not fit|no whole numbers/),
    of("product", one([2 ** 52, 2 ** 12], [0, 0]), /does not fit/),
    of("wrong-shape", one([3, 4], [0, 32]), /does not fit its 32 bytes/),
    of("no-shape", one([], [0, 32]), /not \[n, d\]/),
    of(
      "long-shape",
      one(
        Array.from({ length: 1000 }, () => 1),
        [0, 4],
      ),
      /not \[n, d\]/,
    ),
    of("zero-rows", one([0, 4], [0, 0]), /not \[n, d\]/),
    of("zero-width", one([4, 0], [0, 0]), /not \[n, d\]/),
    of("negative-shape", one([-2, -4], [0, 32]), /no whole numbers/),
    of("integers", one([2, 4], [0, 64], "I64"), /I64; F32/),
    of("unknown-type", one([2, 4], [0, 32], "constructor"), /constructor; F32/),
    of("type-object", one([2, 4], [0, 32], {}), /no type/),
    of("half", one([4, 4], [0, 32], "F16"), /no ids|names|step/),
    of("brain", one([4, 4], [0, 32], "BF16"), /no ids|names|step/),
    of("proto", `{"__proto__":{"dtype":"F32","shape":[1,4],"data_offsets":[0,16]}}`, null),
    of(
      "keys-no-list",
      { __metadata__: { keys: "7" }, meta: tensor([2, 4], [0, 32]) },
      /is no JSON list/,
    ),
    of(
      "keys-few",
      { __metadata__: { keys: '["a"]' }, meta: tensor([2, 4], [0, 32]) },
      /lists 1 name for 2/,
    ),
    of(
      "keys-odd",
      { __metadata__: { keys: '[null,{"a":1}]' }, meta: tensor([2, 4], [0, 32]) },
      /must list texts/,
    ),
    of("long-name", { ["n".repeat(50_000)]: tensor([2, 4], [0, 1e9]) }, /lies outside/),
    of("a-prm", { __metadata__: { format: "dreamprm-studio" } }, /this is a trained PRM/),
    {
      name: "not-finite.safetensors",
      bytes: (() => {
        const bytes = tensorFile(one([2, 4], [0, 32]), 0);
        return joined([
          bytes,
          new Uint8Array(
            Float32Array.from([1, Number.NaN, 1, 1, 1, 1, Number.POSITIVE_INFINITY, 1]).buffer,
          ),
        ]);
      })(),
      says: /not finite|no ids/,
    },
  ];
}
