import { describe, expect, it } from "vitest";
import { readAudit } from "./auditReport.ts";

const report = (vulnerabilities: object) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities,
    metadata: { dependencies: { prod: 200, dev: 139, total: 339 } },
  });

const leak = {
  name: "leaky",
  severity: "high",
  range: "<=2.0.1",
  via: [{ title: "Leaks what it reads", url: "https://advisories.test/1", severity: "high" }],
};

describe("npm's audit", () => {
  it("is clean where nothing is known", () => {
    expect(readAudit(report({}))).toEqual({
      kind: "audited",
      packages: 339,
      grave: [],
      minor: [],
    });
  });

  it("parts what fails the check from what is told only", () => {
    const moderate = { ...leak, name: "slow", severity: "moderate", via: ["leaky"] };
    const critical = { ...leak, name: "open", severity: "critical" };
    expect(readAudit(report({ leaky: leak, slow: moderate, open: critical }))).toMatchObject({
      grave: [
        "high: leaky <=2.0.1: Leaks what it reads https://advisories.test/1",
        "critical: open <=2.0.1: Leaks what it reads https://advisories.test/1",
      ],
      minor: ["moderate: slow <=2.0.1: by way of leaky"],
    });
  });

  it.each([
    ['{"message":"405 Method Not Allowed"}', "405 Method Not Allowed"],
    ['{"error":{"code":"ENOLOCK","summary":"needs a lockfile"}}', "needs a lockfile"],
    ["npm error\nnpm error network", "npm error network"],
    ["", "npm said nothing"],
    ['{"vulnerabilities":{},"metadata":{"dependencies":{"total":0}}}', "npm gave no report"],
    ["{}", "npm gave no report"],
  ])("is not taken for clean where nothing was asked: %s", (output, why) => {
    expect(readAudit(output)).toEqual({ kind: "notAudited", why });
  });
});
