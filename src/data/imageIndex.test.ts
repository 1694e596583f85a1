// Every rule by which an image_path finds its file, and what is too uncertain to be taken.
import { describe, expect, test } from "vitest";
import { ImageIndex } from "./imageIndex.ts";

function find(paths: string[], written: string, dataFile: string | null = null) {
  return new ImageIndex(paths).find(written, dataFile);
}

function found(path: string, isGuess = false) {
  return { kind: "found", path, isGuess };
}

describe("ImageIndex", () => {
  test("takes the very path", () => {
    expect(find(["a/1.png", "b/1.png"], "b/1.png")).toEqual(found("b/1.png"));
    expect(find(["a/1.png", "b/1.png"], "./b//1.png")).toEqual(found("b/1.png"));
    expect(find(["a/1.png", "b/1.png"], "b\\1.png")).toEqual(found("b/1.png"));
  });

  test("sees the path from the data file's folder, then from the folders above it", () => {
    const paths = ["x/images/1.png", "y/images/1.png", "images/1.png"];
    expect(find(paths, "images/1.png", "x/train.jsonl")).toEqual(found("x/images/1.png"));
    expect(find(paths, "images/1.png", "y/deep/train.jsonl")).toEqual(found("y/images/1.png"));
    expect(find(paths, "images/1.png", "z/train.jsonl")).toEqual(found("images/1.png"));
    expect(find(paths, "../images/1.png", "y/rows/train.jsonl")).toEqual(found("y/images/1.png"));
    expect(find(["d.zip/images/1.png"], "images/1.png", "d.zip/train.jsonl")).toEqual(
      found("d.zip/images/1.png"),
    );
  });

  test("takes a file whose path ends like the row's, or the other way round", () => {
    expect(find(["data/ai2d/images/12.png"], "images/12.png")).toEqual(
      found("data/ai2d/images/12.png"),
    );
    expect(find(["images/12.png"], "/home/someone/data/ai2d/images/12.png")).toEqual(
      found("images/12.png"),
    );
    expect(find(["drop/ai2d/12.png", "drop/chart/12.png"], "/data/chart/12.png")).toEqual(
      found("drop/chart/12.png"),
    );
  });

  test("takes a file of that name wherever it is, and says that it is a guess", () => {
    expect(find(["pictures/12.png"], "images/12.png")).toEqual(found("pictures/12.png", true));
    expect(find(["pictures/12.png"], "12.png")).toEqual(found("pictures/12.png"));
  });

  test("of several that fit it takes the one nearest to the data file, or none", () => {
    const paths = ["drop/a/pictures/12.png", "drop/b/pictures/12.png"];
    expect(find(paths, "12.png", "drop/b/train.jsonl")).toEqual(found("drop/b/pictures/12.png"));
    expect(find(paths, "12.png", "drop/train.jsonl")).toEqual({ kind: "ambiguous", paths });
    expect(find(paths, "12.png")).toEqual({ kind: "ambiguous", paths });
  });

  test("disregards case only where nothing fits otherwise", () => {
    expect(find(["Images/A.PNG"], "images/a.png")).toEqual(found("Images/A.PNG"));
    expect(find(["x/A.png", "y/a.png"], "a.png")).toEqual(found("y/a.png"));
    const both = ["x/A.png", "x/a.PNG"];
    expect(find(both, "x/a.png")).toEqual({ kind: "ambiguous", paths: both });
  });

  test("part of a name is no name", () => {
    expect(find(["images/112.png"], "12.png")).toEqual({ kind: "none" });
    expect(find(["images/12.png"], "12")).toEqual({ kind: "none" });
    expect(find([], "12.png")).toEqual({ kind: "none" });
  });
});
