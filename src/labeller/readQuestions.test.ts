// Questions from files: the names their fields may have, images, choices, and problems named by row and field.
import { gzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readQuestions, summariseQuestions } from "./readQuestions.ts";

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13);

function file(path: string, content: string | Uint8Array) {
  const part = typeof content === "string" ? content : Uint8Array.from(content);
  return { path, file: new File([part], path) };
}

function lines(...rows: unknown[]): string {
  return rows.map((row) => JSON.stringify(row)).join("\n");
}

describe("fields", () => {
  test("go by several names; the file's name is the domain unless rows say otherwise", async () => {
    const { questions, problems } = await readQuestions([
      file(
        "data/charts.jsonl",
        lines(
          { id: 7, question: "How high?", answer: 12 },
          { input: "How low?", ground_truth: "3" },
          { problem: "How far?", target: "(B)", dataset: "maps" },
          { prompt: "Is it so?", answer: true },
        ),
      ),
    ]);
    expect(problems).toEqual([]);
    expect(questions).toEqual([
      { id: "7", domain: "charts", question: "How high?", groundTruth: "12", imagePath: null },
      { id: "charts/1", domain: "charts", question: "How low?", groundTruth: "3", imagePath: null },
      { id: "maps/2", domain: "maps", question: "How far?", groundTruth: "(B)", imagePath: null },
      {
        id: "charts/3",
        domain: "charts",
        question: "Is it so?",
        groundTruth: "yes",
        imagePath: null,
      },
    ]);
  });

  test("choices of their own stand under the question; worked answers count by their last line", async () => {
    const { questions } = await readQuestions([
      file(
        "a.json",
        JSON.stringify([
          { question: "Which?", choices: ["red", "blue"], answer: "B" },
          { question: "What?", options: { A: 1, B: 2 }, answer: "A" },
          { question: "How many?", answer: "2 and 3 are 5.\n#### 5" },
        ]),
      ),
    ]);
    expect(questions.map(({ question }) => question)).toEqual([
      "Which?\n(A) red\n(B) blue",
      "What?\n(A) 1\n(B) 2",
      "How many?",
    ]);
    expect(questions[2]!.groundTruth).toBe("5");
  });

  test("ids that are the same are told apart, since rows of one id would be one chain", async () => {
    const { questions } = await readQuestions([
      file("a.jsonl", lines({ id: "x", question: "a", answer: 1 })),
      file("b.jsonl", lines({ id: "x", question: "b", answer: 1 })),
    ]);
    expect(questions.map(({ id }) => id)).toEqual(["x", "x (2)"]);
  });
});

describe("problems", () => {
  test("are named by file, row and field, and the rest is read", async () => {
    const { questions, problems } = await readQuestions([
      file(
        "q.jsonl",
        [
          '{"question": "fine", "answer": "1"}',
          '{"question": "", "answer": "1"}',
          '{"question": "no truth"}',
          '{"answer": "1"}',
          '{"question": "odd", "answer": ["1"]}',
          "{broken",
          "12",
          '{"question": "fine", "answer": "1"}',
        ].join("\n"),
      ),
    ]);
    expect(questions.map(({ question }) => question)).toEqual(["fine"]);
    expect(problems.map(({ line, field }) => [line, field])).toEqual([
      [2, "question"],
      [3, "answer"],
      [4, "question"],
      [5, "answer"],
      [6, null],
      [7, null],
      [8, "question"],
    ]);
    expect(problems[1]!.message).toContain("the right answer is missing");
    expect(problems[3]!.message).toContain("a list of 1");
    expect(problems[6]!.message).toContain("stands in q.jsonl, line 1");
  });

  test("where nothing can be used, the first of them is the error", async () => {
    const reading = readQuestions([file("bad.jsonl", '{"text": "x"}')]);
    await expect(reading).rejects.toMatchObject({
      code: "data",
      message: expect.stringMatching(/bad\.jsonl, row 1: question is missing/),
      hint: expect.stringContaining('"question"'),
    });
    await expect(readQuestions([])).rejects.toMatchObject({ code: "data" });
  });
});

describe("images", () => {
  test("are matched by path, those that are missing named", async () => {
    const { questions, images, problems } = await readQuestions([
      file(
        "set/q.jsonl",
        lines(
          { question: "a", answer: 1, image_path: "images/1.png" },
          { question: "b", answer: 1, image: "/mnt/data/images/2.png" },
          { question: "c", answer: 1, image_path: "images/3.png" },
          { question: "a", answer: 2, image_path: "images/2.png" },
        ),
      ),
      file("set/images/1.png", PNG),
      file("set/images/2.png", PNG),
      file("set/images/unused.png", PNG),
    ]);
    expect(questions.map(({ imagePath }) => imagePath)).toEqual([
      "set/images/1.png",
      "set/images/2.png",
      null,
      "set/images/2.png", // the words of the first about another image
    ]);
    expect([...images.keys()]).toEqual(["set/images/1.png", "set/images/2.png"]);
    expect(images.get("set/images/1.png")?.type).toBe("image/png");
    expect(problems).toEqual([
      {
        file: "set/q.jsonl",
        line: 3,
        field: "image_path",
        message: expect.stringContaining("images/3.png is not among the files"),
      },
    ]);
  });

  test("and questions come out of a ZIP, gzipped or not", async () => {
    const encode = (text: string) => new TextEncoder().encode(text);
    const zip = zipSync({
      "q.jsonl.gz": gzipSync(encode(lines({ question: "a", answer: 1, image_path: "i.png" }))),
      "i.png": PNG,
    });
    const read = await readQuestions([file("all.zip", zip)]);
    expect(read.questions).toMatchObject([{ domain: "q", imagePath: "all.zip/i.png" }]);
    expect(summariseQuestions(read, false)).toMatchObject({
      domains: [{ name: "q", questions: 1, withImage: 1 }],
      questions: 1,
      isSuite: false,
      first: { question: "a" },
    });
  });
});
