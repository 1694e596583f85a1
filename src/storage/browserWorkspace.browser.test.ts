// The workspace in a real browser: as files (written as the page can), and in the database alone.

import { browserWorkspace } from "./browserWorkspace.ts";
import { describeWorkspace, FORMATS } from "./workspaceContract.ts";

const fresh = () => `test-${crypto.randomUUID()}`;

describeWorkspace("as files", () => {
  const name = fresh();
  return (format = "current") => browserWorkspace({ name, format: FORMATS[format] });
});

describeWorkspace("in the database", () => {
  const name = fresh();
  const openFiles = async () => null;
  return (format = "current") => browserWorkspace({ name, format: FORMATS[format], openFiles });
});
