// npm run check, last part: asks the registry's advisory service what is known against the packages of the lock
// file. Grave faults fail; where the service cannot be asked that is said, and is no pass: the last line
// then reads NOT AUDITED. With --must it fails too, for whoever knows that the service is there.
import { spawnSync } from "node:child_process";
import { readAudit } from "./auditReport.ts";
import { ROOT } from "./buildApp.ts";

const { stdout, error } = spawnSync("npm", ["audit", "--json"], {
  cwd: ROOT,
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === "win32",
});
const outcome = error ? readAudit(error.message) : readAudit(stdout);

if (outcome.kind === "audited") {
  const { packages, grave, minor } = outcome;
  for (const line of [...grave, ...minor]) console.log(line);
  console.log(
    `AUDITED: ${packages} packages, ${grave.length} high or critical, ${minor.length} lesser`,
  );
  process.exitCode = grave.length > 0 ? 1 : 0;
} else {
  console.log(
    [
      "",
      "The registry's advisory service could not be asked whether the dependencies have known faults:",
      `  ${outcome.why}`,
      "Run npm run check where it can be reached. (What needs no service was checked: tests/lockFile.test.ts.)",
      "NOT AUDITED",
    ].join("\n"),
  );
  process.exitCode = process.argv.includes("--must") ? 1 : 0;
}
