// npm run test:python: the tests of the Python scripts, with a Python that has torch. DREAMPRM_PYTHON names
// another than those that are looked for.
import { spawnSync } from "node:child_process";

const CANDIDATES = [process.env["DREAMPRM_PYTHON"], "python3", "/usr/bin/python3", "python"];

function hasTorch(python: string): boolean {
  return spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0;
}

const python = CANDIDATES.find((name) => name !== undefined && hasTorch(name));
if (python === undefined) {
  console.error(
    "No Python with torch was found: pip install torch (or name one in DREAMPRM_PYTHON)",
  );
  process.exitCode = 1;
} else {
  const discover = ["-m", "unittest", "discover", "-s", "python", "-p", "test_*.py"];
  const { status } = spawnSync(python, discover, { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
