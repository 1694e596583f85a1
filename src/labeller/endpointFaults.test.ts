import { describe, expect, it } from "vitest";
import { StudioError } from "../base/errors.ts";
import { networkFault } from "./endpointFaults.ts";

const ASKED = { url: "http://endpoint.test:8080/v1", model: "m", timeoutMs: 1000 };

describe("a request that fetch gave up", () => {
  it("may do better the next time where nothing came back", () => {
    const fault = networkFault(new TypeError("Failed to fetch"), false, ASKED);
    expect(fault.message).toBe("endpoint.test:8080 cannot be reached (Failed to fetch)");
    expect(fault).toMatchObject({ isRetryable: true, isNetwork: true });
  });

  it("is not tried again where it was not let through, and says why", () => {
    const refusal = new StudioError("state", "It sends on to another address", "Give that one.");
    const fault = networkFault(refusal, false, ASKED);
    expect(fault.message).toBe(refusal.message);
    expect(fault).toMatchObject({ isRetryable: false, isNetwork: false, hint: refusal.hint });
  });
});
