// npm run bench: our engines, the reference engine, jax-js and PyTorch on the same problems, in one
// headless Chromium (PyTorch beside it). bench/README.md says what is measured and how.
import { runCommand } from "../cli/runCommand.ts";
import { openBenchBrowser } from "./browser.ts";
import { benchOptions, USAGE } from "./options.ts";
import { PAGE_PEERS, type PeerName } from "./peers/workload.ts";
import { runAll } from "./runAll.ts";
import { createTerminal } from "./terminal.ts";
import { startTorch } from "./torch.ts";

/** First port tried for the page. */
const PORT = 4440;

await runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.includes("--help")) {
    console.log(USAGE);
    return 0;
  }
  const options = benchOptions(args);
  const terminal = createTerminal();
  const torch = options.families.includes("pytorch") ? await startTorch(terminal.log) : null;
  terminal.log("building the page");
  const browser = await openBenchBrowser(PORT);
  try {
    const pagePeers = PAGE_PEERS.filter((peer) =>
      options.families.some((family) => peer.startsWith(`${family}.`)),
    );
    const peers: PeerName[] = [...pagePeers, ...(torch ? (["pytorch.cpu"] as const) : [])];
    return await runAll({
      options,
      peers,
      hasOneProcess: false,
      open: (peer, workload) => {
        if (peer === "pytorch.cpu" || peer === "pytorch.cuda" || peer === "pytorch.cudaCompiled") {
          if (!torch) throw new Error("PyTorch is not installed");
          return torch.open(peer, workload);
        }
        return browser.open(peer, workload);
      },
      machine: { browser: browser.version, ...(torch ? { PyTorch: torch.version } : {}) },
      missing:
        torch || !options.families.includes("pytorch")
          ? []
          : [{ name: "pytorch.cpu", reason: "not installed" }],
      ...terminal,
    });
  } finally {
    await browser.close();
  }
});
