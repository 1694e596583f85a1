#!/usr/bin/env python3
"""Computes a vector for every reasoning step with a frozen language model, for DreamPRM Studio.

Data view, Features, "Export chains.jsonl" gives the chains; the file that this writes is loaded there again.

    python3 extract_features.py chains.jsonl --model Qwen/Qwen2.5-0.5B-Instruct
    python3 extract_features.py chains.jsonl --model sentence-transformers/all-MiniLM-L6-v2 --task text
    python3 extract_features.py chains.jsonl --tiny        # a small random model: tries the way, needs torch only

causal: one pass a chain; the last hidden state at each step's end, as DreamPRM's PRM reads its backbone.
text: one pass a step prefix; the mean over its tokens. Both read the question and the steps with an empty
line between them, as the Studio's own extraction does, so that the vectors are the same ones. What is longer
than the model takes loses its beginning.

Needs torch; transformers for --model. Written is one tensor "features" [n, d], with the key of each row's
step prefix in the file's metadata ("keys"): "<key of the chain>/<index of the step>".
"""

import argparse
import json
import struct
import sys

import torch
from torch import nn

BREAK = "\n\n"
MOST_TOKENS = 8192


# ---- models: encode a text to ids, read ids to hidden states ----


class HuggingFaceReader:
    """A model of the hub, or of a folder."""

    def __init__(self, name, device, half):
        from transformers import AutoModel, AutoTokenizer

        self.device = device
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModel.from_pretrained(name).eval().to(device)
        if half:
            self.model = self.model.half()
        limits = [
            getattr(self.model.config, "max_position_embeddings", None),
            getattr(self.tokenizer, "model_max_length", None),
        ]
        self.tokens = min([MOST_TOKENS] + [limit for limit in limits if limit])
        # What the tokenizer puts before and behind every text.
        plain, whole = self.encode("a"), list(self.tokenizer.encode("a"))
        at = next((i for i, token in enumerate(whole) if token == plain[0]), 0)
        self.before, self.behind = whole[:at], whole[at + len(plain) :]

    def encode(self, text):
        return list(self.tokenizer.encode(text, add_special_tokens=False))

    def states(self, ids, mask):
        return self.model(input_ids=ids, attention_mask=mask).last_hidden_state


class TinyReader:
    """A small causal transformer with random weights over bytes."""

    before, behind = [], []

    def __init__(self, seed=0, width=32, tokens=4096):
        self.tokens, self.device = tokens, "cpu"
        generator = torch.Generator().manual_seed(seed)
        layer = nn.TransformerEncoderLayer(width, 4, 2 * width, dropout=0.0, batch_first=True)
        self.words, self.layer = nn.Embedding(256, width), layer.train()  # train: plain attention, no fast path
        with torch.no_grad():
            for parameter in [*self.words.parameters(), *self.layer.parameters()]:
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.3)

    def encode(self, text):
        return list(text.encode("utf-8"))

    def states(self, ids, mask):
        later = torch.triu(torch.ones(ids.shape[1], ids.shape[1], dtype=torch.bool), 1)
        places = torch.arange(ids.shape[1]).unsqueeze(1) / torch.tensor([10.0**i for i in range(4)])
        words = self.words(ids)
        words[..., :4] += torch.sin(places)
        return self.layer(words, src_mask=later, src_key_padding_mask=mask == 0)


# ---- readings: lists of ids with the places whose states are wanted ----


def causal_reading(reader, chain):
    """One row of a chain, and the place of each step's last token in it."""
    pieces = [reader.encode(text + BREAK) for text in [chain["question"]] + chain["steps"]]
    ids = [token for piece in pieces for token in piece]
    over = max(0, len(ids) - (reader.tokens - len(reader.before)))
    ends, end = [], len(reader.before) - over - 1
    for piece in pieces:
        end += len(piece)
        ends.append(max(0, end))
    return reader.before + ids[over:], ends[1:]


def text_readings(reader, chain):
    """A row for each prefix; None as place: the mean over the row."""
    room = reader.tokens - len(reader.before) - len(reader.behind)
    for count in range(1, len(chain["steps"]) + 1):
        ids = reader.encode(BREAK.join([chain["question"]] + chain["steps"][:count]))
        yield reader.before + ids[max(0, len(ids) - room) :] + reader.behind, None


def readings_of(reader, chain, task):
    if task == "causal":
        return [causal_reading(reader, chain)]
    return list(text_readings(reader, chain))


@torch.no_grad()
def vectors_of(reader, readings):
    """The vectors of a batch of readings, [n, d] in float32, in order."""
    longest = max(len(ids) for ids, _ in readings)
    ids = torch.zeros(len(readings), longest, dtype=torch.long)
    mask = torch.zeros(len(readings), longest, dtype=torch.long)
    for row, (tokens, _) in enumerate(readings):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
    states = reader.states(ids.to(reader.device), mask.to(reader.device)).float().cpu()
    rows = []
    for row, (tokens, places) in enumerate(readings):
        if places is None:
            rows.append(states[row, : len(tokens)].mean(0, keepdim=True))
        else:
            rows.append(states[row, places])
    return torch.cat(rows)


def extract(reader, chains, task="causal", batch=8, say=lambda done: None):
    """Keys and vectors of every step of the chains, in their order."""
    # Readings of like length go together, since a batch is padded to its longest.
    work = []
    for chain in chains:
        for number, reading in enumerate(readings_of(reader, chain, task)):
            work.append((chain["key"], number, reading))
    work.sort(key=lambda item: len(item[2][0]))
    found = {}
    for at in range(0, len(work), batch):
        part = work[at : at + batch]
        vectors = vectors_of(reader, [reading for _, _, reading in part])
        row = 0
        for key, number, (_, places) in part:
            for step in [number] if places is None else range(len(places)):
                found["%s/%d" % (key, step)] = vectors[row]
                row += 1
        say(min(len(work), at + batch) / len(work))
    keys = []
    for chain in chains:
        keys += ["%s/%d" % (chain["key"], step) for step in range(len(chain["steps"]))]
    keys = list(dict.fromkeys(keys))
    return keys, torch.stack([found[key] for key in keys])


# ---- files ----


def read_chains(path):
    chains = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                chain = json.loads(line)
                missing = [name for name in ("key", "question", "steps") if name not in chain]
                if missing:
                    sys.exit("%s, line %d: %s is missing" % (path, number, ", ".join(missing)))
                chains.append(chain)
    if not chains:
        sys.exit("%s has no chains" % path)
    return chains


def write_safetensors(path, tensors, metadata):
    """Tensors of float32 or float16 by name; metadata are texts. See huggingface/safetensors."""
    names = {torch.float32: "F32", torch.float16: "F16"}
    header, at = {"__metadata__": metadata}, 0
    for name, tensor in tensors.items():
        size = tensor.numel() * tensor.element_size()
        header[name] = {
            "dtype": names[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [at, at + size],
        }
        at += size
    text = json.dumps(header).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for tensor in tensors.values():
            file.write(tensor.contiguous().numpy().tobytes())


def main(arguments=None):
    about = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    about.add_argument("chains", help="chains.jsonl, exported from the Data view")
    about.add_argument("--model", help="name on the hub, or a folder")
    about.add_argument("--tiny", action="store_true", help="a small random model in place of one")
    about.add_argument("--task", choices=["causal", "text"], default="causal")
    about.add_argument("--out", default="features.safetensors")
    about.add_argument("--batch", type=int, default=8)
    about.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    about.add_argument("--half", action="store_true", help="read and write half precision")
    options = about.parse_args(arguments)
    if bool(options.model) == options.tiny:
        about.error("name a --model, or use --tiny")
    chains = read_chains(options.chains)
    if options.tiny:
        reader = TinyReader()
    else:
        try:
            reader = HuggingFaceReader(options.model, options.device, options.half)
        except ImportError:
            sys.exit("--model needs the package transformers: pip install transformers")
    say = lambda done: print("\r%3d %% of the chains" % (100 * done), end="", file=sys.stderr)
    keys, features = extract(reader, chains, options.task, options.batch, say)
    bad = (~torch.isfinite(features)).any(1).nonzero().flatten().tolist()
    if bad:
        sys.exit("\nthe model gave numbers that are not finite, first for %s; try without --half" % keys[bad[0]])
    name = options.model or "tiny random model"
    metadata = {"keys": json.dumps(keys), "model": name, "task": options.task}
    features = features.half() if options.half else features
    write_safetensors(options.out, {"features": features}, metadata)
    print("\n%s: %d vectors of %d numbers" % (options.out, *features.shape), file=sys.stderr)


if __name__ == "__main__":
    main()
