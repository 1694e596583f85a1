// Which errors are a lack of memory, and that a signal lets nobody wait for a device that is gone, nor
// piles up at one that works.
import { expect, it, vi } from "vitest";
import { asDeviceFailure, DeviceFailure, DeviceSignal } from "./deviceFailure.ts";

const lost = (message = "gone") => new DeviceFailure("lost", message);

it.each([
  [new RangeError("Array buffer allocation failed"), "memory"],
  [new RangeError("Invalid typed array length: 123456789012"), "memory"],
  [new RangeError("WebAssembly.Memory.grow(): Maximum memory size exceeded"), "memory"],
  [new RangeError("WebAssembly.Memory(): could not allocate memory"), "memory"],
  [new RangeError("a buffer of 9 bytes is more than this GPU binds at once (8)"), "memory"],
  [new Error("Out of memory"), "memory"],
  [new RangeError("width must be a multiple of 16, got 12"), "lost"],
  ["A valid external Instance reference no longer exists", "lost"],
  [new DeviceFailure("kernel", "out of memory"), "kernel"],
] as const)("%s: %s", (error, kind) => {
  expect(asDeviceFailure(error).kind).toBe(kind);
});

it("the browser's own words for a lack of memory are known", () => {
  const provoke = (body: () => unknown) => {
    try {
      body();
    } catch (error) {
      return asDeviceFailure(error).kind;
    }
    return "nothing was thrown";
  };
  expect(provoke(() => new Float64Array(2 ** 53 - 1))).toBe("memory");
  expect(provoke(() => new ArrayBuffer(2 ** 53 - 1))).toBe("memory");
  const full = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  expect(provoke(() => full.grow(1))).toBe("memory");
});

it("work under way and work begun later fail with the first failure, not with what follows from it", async () => {
  const signal = new DeviceSignal();
  const underWay = signal.guard(() => new Promise(() => {}));
  signal.report(lost("the cable was pulled"));
  signal.report(lost("a buffer is invalid"));
  await expect(underWay).rejects.toThrow("the cable was pulled");
  const work = vi.fn();
  await expect(signal.guard(work)).rejects.toThrow("the cable was pulled");
  expect(work).not.toHaveBeenCalled();
  expect((await signal.lost).message).toBe("the cable was pulled");
});

it("what work throws gives way to the failure behind it", async () => {
  const signal = new DeviceSignal();
  const work = async () => {
    signal.report(lost("the cable was pulled"));
    throw new Error("cannot map");
  };
  await expect(signal.guard(work)).rejects.toThrow("the cable was pulled");
});

it("the browser's own error waits for the word of the loss that it follows from", async () => {
  const signal = new DeviceSignal();
  const aborted = new DOMException("Buffer was unmapped before mapping was resolved", "AbortError");
  const underWay = signal.guard(() => Promise.reject(aborted));
  setTimeout(() => signal.report(lost("the driver was reset")), 10);
  await expect(underWay).rejects.toThrow("the driver was reset");
  await expect(new DeviceSignal().guard(() => Promise.reject(aborted))).rejects.toBe(aborted);
});

it("numbers are not believed, nor consequences taken for causes, before an answer that is due", async () => {
  const signal = new DeviceSignal();
  let answer = () => {};
  signal.expect(new Promise((resolve) => (answer = resolve)));
  signal.reportConsequence(lost("a pipeline is invalid"));
  const checked = signal.check();
  signal.report(new DeviceFailure("kernel", "syntax error", { kernel: "bag" }));
  answer();
  await expect(checked).rejects.toMatchObject({ kind: "kernel", kernel: "bag" });
  const other = new DeviceSignal();
  other.expect(Promise.resolve());
  other.reportConsequence(lost("a buffer is invalid"));
  await expect(other.check()).rejects.toThrow("a buffer is invalid");
});

it("a device closed on purpose is not lost, but nobody waits for it", async () => {
  const signal = new DeviceSignal();
  const underWay = signal.guard(() => new Promise(() => {}));
  signal.close();
  await expect(underWay).rejects.toMatchObject({ kind: "closed" });
  expect(await Promise.race([signal.lost, Promise.resolve("pending")])).toBe("pending");
});

it("a hundred thousand points leave nothing behind at a device that works", async () => {
  const signal = new DeviceSignal();
  const waiting = (signal as unknown as { waiting: Set<unknown> }).waiting;
  const then = vi.spyOn(signal.lost, "then");
  for (let point = 0; point < 100_000; point++) await signal.guard(async () => point);
  expect(waiting.size).toBe(0);
  expect(then).not.toHaveBeenCalled();
});
