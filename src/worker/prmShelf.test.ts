// The shelf's own rules; what PRMs score is tested elsewhere.
import { expect, test } from "vitest";
import { createRng } from "../base/rng.ts";
import { lexicalPrmEncoder } from "../engine/encoders/prmEncoder.ts";
import { initialParams, lexicalLayout } from "../engine/prm/layout.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import { PrmShelf } from "./prmShelf.ts";

function prm(blind: boolean): SavedPrm {
  const config = { kind: "lexical" as const, buckets: 64, embedding: 2, hidden: 2, blind };
  const layout = lexicalLayout(config);
  const params = initialParams(layout, createRng(1));
  return { encoder: lexicalPrmEncoder(config), layout, params, step: 3, aggregation: "last" };
}

test("where there are images, the run's PRM can be looked at without them", () => {
  let hasImages = false;
  const shelf = new PrmShelf(
    () => {},
    () => hasImages,
  );
  shelf.putRole("main", prm(false));
  expect(shelf.entries.map(({ id }) => id)).toEqual(["main"]);
  hasImages = true;
  expect(shelf.entries.map(({ id }) => id)).toEqual(["main", "main/blind"]);
  const blind = shelf.require("main/blind");
  expect(blind.prm.encoder.config.blind).toBe(true);
  expect(blind.prm.params).toBe(shelf.require("main").prm.params);
  // The same object again, so that what was scored under it is known.
  expect(shelf.get("main/blind")).toBe(blind.prm);
});

test("a PRM that was trained blind has no twin", () => {
  const shelf = new PrmShelf(
    () => {},
    () => true,
  );
  shelf.putRole("main", prm(true));
  expect(shelf.entries.map(({ id }) => id)).toEqual(["main"]);
});
