#!/usr/bin/env python3
"""Scores reasoning steps in PyTorch with a head that DreamPRM Studio trained.

    python3 score_head.py prm.safetensors features.safetensors > scores.jsonl

prm.safetensors is a PRM on a frozen encoder as the Studio exports it: the head alone, on the encoder's vectors
as they are. features.safetensors is what extract_features.py writes: one tensor "features" [n, d], and in its
metadata "keys" the step of each row, "<chain>/<index of the step>". Written is a line a row: {"key", "score"}.

Needs torch only. To go on in your own code:

    from score_head import load_head
    head = load_head("prm.safetensors")     # an nn.Module, with parameters() to train further
    score = head([vectors])                 # [steps, d] of the steps so far -> score of the last one
"""

import json
import struct
import sys

import torch
from torch import nn


def read_safetensors(path):
    """The tensors by name, and the file's metadata."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    metadata = header.pop("__metadata__", {})
    types = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        kind = types[entry["dtype"]]
        size = torch.empty(0, dtype=kind).element_size()
        flat = torch.frombuffer(data, dtype=kind, offset=begin, count=(end - begin) // size)
        tensors[name] = flat.reshape(entry["shape"]).float()
    return tensors, metadata


class Head(nn.Module):
    """The last step's vector x_n, of the attention head also those before it, to a score in (0, 1)."""

    def __init__(self, kind, width, hidden):
        super().__init__()
        if kind == "mlp":
            self.head = nn.Sequential(nn.Linear(width, hidden), nn.SiLU(), nn.Linear(hidden, 1))
        else:
            self.head = nn.Linear(width, 1)
        if kind == "attention":
            self.query = nn.Linear(width, 1, bias=False)
            self.pooled = nn.Linear(width, 1, bias=False)
        self.kind = kind
        self.width = width

    def logit(self, steps):
        """steps [n, d], the newest last; [1]"""
        logit = self.head(steps[-1])
        if self.kind == "attention":
            shares = torch.softmax(self.query(steps) / self.width**0.5, dim=0)
            logit = logit + (shares * self.pooled(steps)).sum(dim=0)
        return logit

    def forward(self, prefixes):
        """A list of prefixes [n_i, d]; their scores, [prefixes]"""
        return torch.sigmoid(torch.cat([self.logit(steps) for steps in prefixes]))


def load_head(path):
    tensors, metadata = read_safetensors(path)
    config = json.loads(metadata.get("encoder", "{}"))
    if config.get("kind") != "frozen":
        raise SystemExit(f"{path} holds no head on a frozen encoder; it says: {metadata.get('encoder')}")
    head = Head(config["head"], config["width"], config["hidden"])
    head.load_state_dict(tensors)
    return head.eval()


def prefixes_of(features, keys):
    """For each row the rows of its chain's steps as far as it: [n, d], the newest last."""
    chains = {}
    for row, key in enumerate(keys):
        chain, _, index = key.rpartition("/")
        chains.setdefault(chain, []).append((int(index), row))
    prefixes = [None] * len(keys)
    for steps in chains.values():
        steps.sort()
        rows = [row for _, row in steps]
        for place, row in enumerate(rows):
            prefixes[row] = features[rows[: place + 1]]
    return prefixes


def score_file(head_path, features_path):
    """The keys of the rows of a file of features, and their scores."""
    head = load_head(head_path)
    tensors, metadata = read_safetensors(features_path)
    features = tensors["features"]
    if features.shape[1] != head.width:
        raise SystemExit(f"{features_path} has {features.shape[1]} numbers a vector; the head reads {head.width}")
    keys = json.loads(metadata["keys"])
    with torch.no_grad():
        return keys, head(prefixes_of(features, keys)).tolist()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    for key, score in zip(*score_file(sys.argv[1], sys.argv[2])):
        print(json.dumps({"key": key, "score": score}))
