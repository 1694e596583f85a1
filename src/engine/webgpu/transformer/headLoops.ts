// How the attention kernels go through the dimensions of a head, and the rotary turn of its pairs.
import { ROTARY_BASE } from "../../prm/layout.ts";
import { unroll } from "./quadLoads.ts";

/** vec4s of a head up to which loops over it are written out; longer code takes seconds to compile. */
export const LONGEST_UNROLLED = 8;

/** How kernels go through a head's vec4s: written out over variables, or in loops over arrays. */
export interface HeadLoops {
  /** `statement` for every vec4 c of a head. */
  each(statement: (c: string) => string): string;
  /** vec4 c of a declared row. */
  at(name: string, c: string): string;
  declare(name: string, value: (c: string) => string): string;
  /** Turns a declared row's pairs by +position or −position. */
  turn(name: string, sign: "+" | "-"): string;
}

/** rope: (cos, sin) of the pairs (u_p, u_{p+h/2}) of a head of `size`, two pairs a vec4. */
export function headLoops(size: number): HeadLoops {
  const head = size / 4;
  const rotation = (u: string, v: string, sign: "+" | "-") =>
    `let u = ${u}; let v = ${v}; ${u} = u * cos ${sign === "+" ? "-" : "+"} v * sin; ${v} = v * cos ${sign} u * sin;`;
  const ropeAt = (p: string) => `rope[position * ${head}u + ${p}]`;
  if (head <= LONGEST_UNROLLED) {
    const component = (name: string, i: number) => `${name}${i >> 2}.${"xyzw"[i & 3]}`;
    return {
      each: (statement) => unroll(head, (c) => statement(`${c}`)),
      at: (name, c) => `${name}${c}`,
      declare: (name, value) => unroll(head, (c) => `var ${name}${c} = ${value(`${c}`)};`),
      turn: (name, sign) =>
        unroll(size / 2, (p) => {
          const [cos, sin] = p % 2 === 0 ? ["x", "y"] : ["z", "w"];
          const turn = rotation(component(name, p), component(name, p + size / 2), sign);
          return `{ let turns = ${ropeAt(`${p >> 1}u`)}; let cos = turns.${cos}; let sin = turns.${sin}; ${turn} }`;
        }),
    };
  }
  const each = (statement: (c: string) => string) =>
    `for (var c = 0u; c < ${head}u; c++) { ${statement("c")} }`;
  const component = (name: string, i: string) => `${name}[(${i}) / 4u][(${i}) % 4u]`;
  return {
    each,
    at: (name, c) => `${name}[${c}]`,
    declare: (name, value) =>
      `var ${name}: array<vec4f, ${head}>; ${each((c) => `${name}[${c}] = ${value(c)};`)}`,
    turn: (name, sign) => `for (var p = 0u; p < ${size / 2}u; p++) {
      let turns = ${ropeAt("p / 2u")};
      let cos = turns[2u * (p % 2u)];
      let sin = turns[2u * (p % 2u) + 1u];
      ${rotation(component(name, "p"), component(name, `p + ${size / 2}u`), sign)}
    }`,
  };
}

/** (cos, sin) of every position and pair of a head's dimensions. */
export function rotaryTable(positions: number, size: number): Float32Array {
  const pairs = size / 2;
  const table = new Float32Array(2 * positions * pairs);
  for (let t = 0; t < positions; t++) {
    for (let p = 0; p < pairs; p++) {
      const angle = t * ROTARY_BASE ** ((-2 * p) / size);
      table[2 * (t * pairs + p)] = Math.cos(angle);
      table[2 * (t * pairs + p) + 1] = Math.sin(angle);
    }
  }
  return table;
}
