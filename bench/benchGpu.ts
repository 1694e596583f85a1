// npm run bench:gpu: the same measurements in Node, on a real GPU without a browser, beside PyTorch on
// CUDA, eager and compiled. bench/README.md says what it needs.
import { runCommand } from "../cli/runCommand.ts";
import { openNodePeers } from "./nodePeers.ts";
import { benchOptions, USAGE } from "./options.ts";
import type { PeerName } from "./peers/workload.ts";
import { runAll } from "./runAll.ts";
import { createTerminal } from "./terminal.ts";
import { startTorch } from "./torch.ts";

const NODE_PEERS = ["ours.webgpu", "ours.cpu", "reference.webgpu", "jax.webgpu"] as const;
const TORCH_PEERS = ["pytorch.cpu", "pytorch.cuda", "pytorch.cudaCompiled"] as const;

await runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.includes("--help")) {
    console.log(USAGE.replace("npm run bench", "npm run bench:gpu"));
    return 0;
  }
  const options = benchOptions(args);
  const terminal = createTerminal();
  const wantsTorch = options.families.includes("pytorch");
  const torch = wantsTorch ? await startTorch(terminal.log) : null;
  const node = await openNodePeers();
  try {
    const nodePeers = NODE_PEERS.filter((peer) =>
      options.families.some((family) => peer.startsWith(`${family}.`)),
    );
    const torchPeers = TORCH_PEERS.filter(
      (peer) => torch && (peer === "pytorch.cpu" || torch.hasCuda),
    );
    const missing = TORCH_PEERS.filter((peer) => wantsTorch && !torchPeers.includes(peer)).map(
      (name) => ({ name, reason: torch ? "no CUDA in this PyTorch" : "not installed" }),
    );
    const peers: PeerName[] = [...nodePeers, ...torchPeers];
    return await runAll({
      options: { ...options, writesReadme: false },
      peers,
      hasOneProcess: true,
      open: (peer, workload) => {
        const torchPeer = TORCH_PEERS.find((one) => one === peer);
        const nodePeer = NODE_PEERS.find((one) => one === peer);
        if (torchPeer && torch) return torch.open(torchPeer, workload);
        if (nodePeer) return node.open(nodePeer, workload);
        throw new Error(`${peer} cannot take part here`);
      },
      machine: {
        "Node with Dawn on": node.adapter,
        ...(torch ? { PyTorch: torch.version } : {}),
      },
      missing,
      ...terminal,
    });
  } finally {
    await node.close();
  }
});
// Dawn keeps the process alive.
process.exit();
