# PyTorch as a peer: a process that reads one JSON command a line and answers one JSON line.
#   {"op": "open", "problem": FILE, "device": "cpu"|"cuda", "compile": bool}
#   {"op": "run", "batches": [[item…]…], "readEvery": n}    {"op": "close"}
# The problem file is written by torchPeer.ts: a line of JSON, then the arrays it lists.
import json
import resource
import sys
import time

import numpy as np
import torch

from torch_models import LexicalPrm, TransformerPrm

BYTES = {"i4": np.int32, "f4": np.float32}


def read_problem(path):
    with open(path, "rb") as file:
        header = json.loads(file.readline())
        for name, (kind, length) in header["arrays"].items():
            header[name] = np.frombuffer(file.read(4 * length), BYTES[kind]).copy()
    return header


def adamw(params, hyper, device):
    """The quickest AdamW this PyTorch has; all make the same numbers."""
    settings = dict(
        lr=hyper["learningRate"],
        betas=(hyper["beta1"], hyper["beta2"]),
        eps=hyper["epsilon"],
        weight_decay=hyper["weightDecay"],
    )
    for quick in ({"fused": True}, {"foreach": True}):
        try:
            optimizer = torch.optim.AdamW(params, **settings, **quick)
            return optimizer, next(iter(quick))
        except (TypeError, RuntimeError):
            continue
    return torch.optim.AdamW(params, **settings), "plain"


def compiled(model):
    """Replayed as a CUDA graph where shapes stay: a small model is all launches otherwise."""
    if model.has_static_shapes:
        return torch.compile(model, mode="reduce-overhead")
    return torch.compile(model, dynamic=True)


class Session:
    def __init__(self, problem, device, is_compiled):
        self.device = torch.device(device)
        self.hyper = problem["hyper"]
        Model = LexicalPrm if problem["encoder"]["kind"] == "lexical" else TransformerPrm
        self.model = Model(problem, self.device)
        self.params = list(self.model.parameters())
        self.weights = torch.from_numpy(problem["weights"]).to(self.device)
        self.optimizer, self.optimizer_kind = adamw(self.params, self.hyper, device)
        self.forward = compiled(self.model) if is_compiled else self.model

    def step(self, batch):
        self.optimizer.zero_grad(set_to_none=True)
        logits = self.forward(*batch["inputs"])
        squares = (torch.sigmoid(logits) - batch["labels"]).square()
        loss = torch.dot(self.weights[batch["domains"]], squares) / batch["total"]
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.params, self.hyper["clipNorm"])
        self.optimizer.step()
        with torch.no_grad():
            losses = torch.zeros_like(self.weights)
            losses.index_add_(0, batch["domains"], squares.detach())
            return losses / batch["total"]

    def wait(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def run(self, batches, read_every):
        ready = [self.model.batch(items) for items in batches]
        self.wait()
        losses = []
        begin = time.perf_counter()
        for start in range(0, len(ready), read_every):
            stretch = ready[start : start + read_every]
            total = torch.zeros_like(self.weights)
            for batch in stretch:
                total += self.step(batch)
            losses.append({"steps": len(stretch), "sum": float(torch.dot(self.weights, total))})
        self.wait()
        return {"ms": 1000 * (time.perf_counter() - begin), "losses": losses}

    def bytes(self):
        """On the GPU what tensors took at most; on the processor what the process takes above an idle one."""
        if self.device.type == "cuda":
            return torch.cuda.max_memory_allocated()
        return resident_bytes() - IDLE_BYTES


def resident_bytes():
    """0 where the system does not say (no /proc)."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


IDLE_BYTES = resident_bytes()


def describe(session):
    name = torch.cuda.get_device_name() if session.device.type == "cuda" else "cpu"
    return (
        f"PyTorch {torch.__version__} {name}, {torch.get_num_threads()} threads, "
        f"AdamW {session.optimizer_kind}, {session.model.describe()}"
    )


def main():
    session = None
    for line in sys.stdin:
        command = json.loads(line)
        try:
            if command["op"] == "open":
                if command["threads"]:
                    torch.set_num_threads(command["threads"])
                session = Session(
                    read_problem(command["problem"]), command["device"], command["compile"]
                )
                answer = {"device": describe(session)}
            elif command["op"] == "run":
                answer = session.run(command["batches"], command["readEvery"])
                answer["bytes"] = session.bytes()
            elif command["op"] == "devices":
                answer = {"cuda": torch.cuda.is_available(), "version": torch.__version__}
            else:
                break
        except Exception as error:  # told to the benchmark, which decides
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


# Denormals cost a hundredfold on some processors; nobody trains with them.
torch.set_flush_denormal(True)
if __name__ == "__main__":
    main()
