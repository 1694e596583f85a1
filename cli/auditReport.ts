// What `npm audit --json` says, judged: which known faults of packages must not stay, which are told only, and
// whether anything was asked at all.

/** From this severity on a fault fails the check. */
const GRAVE = ["high", "critical"];

export type AuditOutcome =
  | {
      kind: "audited";
      /** Packages that were asked about. */
      packages: number;
      /** In words, a line a package. */
      grave: string[];
      minor: string[];
    }
  | { kind: "notAudited"; why: string };

interface Advisory {
  title?: string;
  url?: string;
}

interface NpmAudit {
  auditReportVersion?: number;
  vulnerabilities?: Record<
    string,
    { name: string; severity: string; range: string; via: (string | Advisory)[] }
  >;
  metadata?: { dependencies?: { total?: number } };
  message?: string;
  error?: { summary?: string; code?: string };
}

/** Reads npm's answer. Whatever is no report counts as not audited, with npm's own words. */
export function readAudit(output: string): AuditOutcome {
  let report: NpmAudit;
  try {
    report = JSON.parse(output) as NpmAudit;
  } catch {
    return { kind: "notAudited", why: output.trim().split("\n").at(-1) || "npm said nothing" };
  }
  const { vulnerabilities, metadata } = report;
  const packages = metadata?.dependencies?.total ?? 0;
  if (vulnerabilities === undefined || packages === 0) {
    const why = report.message ?? report.error?.summary ?? "npm gave no report";
    return { kind: "notAudited", why };
  }
  const told = Object.values(vulnerabilities).map(({ name, severity, range, via }) => {
    const reasons = via.map((one) =>
      typeof one === "string" ? `by way of ${one}` : [one.title, one.url].filter(Boolean).join(" "),
    );
    return { severity, line: `${severity}: ${name} ${range}: ${reasons.join("; ")}` };
  });
  const linesOf = (isGrave: boolean) =>
    told.filter(({ severity }) => GRAVE.includes(severity) === isGrave).map(({ line }) => line);
  return { kind: "audited", packages, grave: linesOf(true), minor: linesOf(false) };
}
