// When a job stops, when a task is given up, and when it is simply asked for again.
import { expect, test } from "vitest";
import { UnansweredRequest } from "./generator.ts";
import { Patience } from "./patience.ts";

const down = new UnansweredRequest("down", { isRetryable: true, isNetwork: true });
const busy = new UnansweredRequest("busy", { isRetryable: true });
const refused = new UnansweredRequest("no key", { isRetryable: false });
const objected = new UnansweredRequest("too long", { isRetryable: false, isOfRequest: true });
const AGAIN = { error: null, reason: null };

test("before the first answer whatever is wrong with the address or the request stops the job", () => {
  for (const fault of [down, refused, objected]) {
    expect(new Patience().unanswered("a", fault, "words").error?.message).toBe("words");
  }
  expect(new Patience().unanswered("a", busy, "words")).toEqual(AGAIN);
});

test("a refused key stops it at any time; a request that is objected to is given up alone", () => {
  const patience = new Patience();
  patience.answered("a");
  expect(patience.unanswered("b", refused, "words").error).not.toBeNull();
  expect(patience.unanswered("c", objected, "words").reason).toBe("refused by the endpoint");
});

test("a task that goes unanswered is given up only where others are answered meanwhile", () => {
  const patience = new Patience();
  patience.answered("other");
  expect(patience.unanswered("a", busy, "")).toEqual(AGAIN);
  expect(patience.unanswered("a", busy, "")).toEqual(AGAIN);
  expect(patience.unanswered("a", busy, "")).toEqual(AGAIN);
  patience.answered("other");
  expect(patience.unanswered("a", busy, "").reason).toBe("no reply after all tries");
  expect(patience.unanswered("a", busy, "")).toEqual(AGAIN); // counted anew
});

test("an endpoint that answers nobody stops the job, and is given as many tries again when it goes on", () => {
  const patience = new Patience();
  patience.answered("a");
  for (let i = 0; i < 4; i++) expect(patience.unanswered(`t${i}`, down, "")).toEqual(AGAIN);
  expect(patience.unanswered("t4", down, "down").error?.message).toBe("down");
  patience.renew();
  expect(patience.unanswered("t5", down, "")).toEqual(AGAIN);
});

test("five tasks in a row without a usable reply stop it; one that is answered between them does not", () => {
  const patience = new Patience();
  for (let i = 0; i < 4; i++) expect(patience.rejected("blank")).toBeNull();
  patience.answered("a");
  for (let i = 0; i < 4; i++) expect(patience.rejected("blank")).toBeNull();
  expect(patience.rejected("blank")?.message).toContain("blank");
});
