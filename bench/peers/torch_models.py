# The two PRMs in PyTorch, parameters in the app's shapes (x @ W), each in the quickest form PyTorch has.
import math

import torch
import torch.nn.functional as F
from torch import nn


class Prm(nn.Module):
    """Parameters by the blocks of the app's flat vector."""

    def __init__(self, problem, device):
        super().__init__()
        self.device = device
        self.domains = torch.from_numpy(problem["domains"]).long()
        self.labels = torch.from_numpy(problem["labels"])
        self.block = {}
        for i, block in enumerate(problem["blocks"]):
            at, size = block["offset"], block["size"]
            values = torch.from_numpy(problem["params"][at : at + size]).reshape(block["shape"])
            param = nn.Parameter(values.clone().to(device))
            self.register_parameter(f"block{i}", param)
            self.block[block["name"]] = param


class LexicalPrm(Prm):
    # Batches differ in their number of features.
    has_static_shapes = False

    def __init__(self, problem, device):
        super().__init__(problem, device)
        self.start = torch.from_numpy(problem["start"]).long()
        self.features = torch.from_numpy(problem["features"]).long()
        self.values = torch.from_numpy(problem["values"])

    def batch(self, items):
        items = torch.tensor(items)
        first, lengths = self.start[items], self.start[items + 1] - self.start[items]
        offsets = torch.cumsum(lengths, 0) - lengths
        at = torch.arange(int(lengths.sum())) + torch.repeat_interleave(first - offsets, lengths)
        inputs = (self.features[at], self.values[at], offsets)
        return {
            "inputs": tuple(x.to(self.device) for x in inputs),
            "labels": self.labels[items].to(self.device),
            "domains": self.domains[items].to(self.device),
            "total": len(items),
        }

    def forward(self, features, values, offsets):
        b = self.block
        bag = F.embedding_bag(
            features, b["embedding.weight"], offsets, mode="sum", per_sample_weights=values
        )
        active = F.silu(bag + b["embedding.bias"])
        hidden = F.silu(torch.addmm(b["hidden.bias"], active, b["hidden.weight"]))
        return hidden @ b["output.weight"] + b["output.bias"]

    def describe(self):
        return "EmbeddingBag"


class TransformerPrm(Prm):
    """Sequences of one length: no padding, no mask but the causal one."""

    has_static_shapes = True

    def __init__(self, problem, device):
        super().__init__(problem, device)
        encoder = problem["encoder"]
        self.heads, self.layers = encoder["heads"], encoder["layers"]
        self.length, self.scores = problem["length"], problem["scores"]
        self.tokens = torch.from_numpy(problem["tokens"]).long().reshape(-1, self.length)
        self.surprisal = torch.from_numpy(problem["surprisal"]).reshape(-1, self.length, 1)
        self.score_at = torch.from_numpy(problem["scoreAt"]).long().reshape(-1, self.scores)
        half = encoder["width"] // self.heads // 2
        rates = problem["rotaryBase"] ** (-torch.arange(half, dtype=torch.float64) / half)
        angles = torch.outer(torch.arange(self.length, dtype=torch.float64), rates)
        self.cos = torch.cat([angles.cos()] * 2, 1).float().to(device)
        self.sin = torch.cat([-angles.sin(), angles.sin()], 1).float().to(device)
        self.epsilon = problem["normEpsilon"]
        self.has_sdpa = hasattr(F, "scaled_dot_product_attention")
        mask = torch.full((self.length, self.length), -math.inf).triu(1)
        self.mask = mask.to(device)

    def batch(self, items):
        items = torch.tensor(items)
        places = self.score_at[items] + self.length * torch.arange(len(items))[:, None]
        scores = (items[:, None] * self.scores + torch.arange(self.scores)).flatten()
        return {
            "inputs": tuple(
                x.to(self.device)
                for x in (self.tokens[items], self.surprisal[items], places.flatten())
            ),
            "labels": self.labels[scores].to(self.device),
            "domains": self.domains[items].repeat_interleave(self.scores).to(self.device),
            "total": len(scores),
        }

    def rotated(self, x):
        half = x.shape[-1] // 2
        return x * self.cos + torch.cat([x[..., half:], x[..., :half]], -1) * self.sin

    def attention(self, q, k, v):
        if self.has_sdpa:
            return F.scaled_dot_product_attention(q, k, v, is_causal=True)
        # PyTorch before 2.0: one fused multiply-add and softmax over [B·H, T, T].
        sequences, heads, length, size = q.shape
        flat = (sequences * heads, length, size)
        q, k, v = q.reshape(flat), k.reshape(flat), v.reshape(flat)
        mask = self.mask.expand(flat[0], length, length)
        logits = torch.baddbmm(mask, q, k.transpose(1, 2), alpha=1 / math.sqrt(size))
        return torch.bmm(logits.softmax(-1), v).reshape(sequences, heads, length, size)

    def forward(self, tokens, surprisal, places):
        b = self.block
        sequences, length = tokens.shape
        x = F.embedding(tokens, b["token.weight"]) + surprisal * b["surprisal.weight"]
        width = x.shape[-1]
        for layer in range(self.layers):
            name = f"layers.{layer}"
            n = F.layer_norm(x, (width,), eps=self.epsilon)
            qkv = (n @ b[f"{name}.qkv.weight"]).view(
                sequences, length, 3, self.heads, width // self.heads
            )
            q, k, v = qkv.permute(2, 0, 3, 1, 4)
            mixed = self.attention(self.rotated(q), self.rotated(k), v)
            mixed = mixed.transpose(1, 2).reshape(sequences, length, width)
            x = x + mixed @ b[f"{name}.output.weight"]
            m = F.layer_norm(x, (width,), eps=self.epsilon)
            x = x + F.silu(m @ b[f"{name}.up.weight"]) @ b[f"{name}.down.weight"]
        ends = F.layer_norm(x.reshape(-1, width)[places], (width,), eps=self.epsilon)
        return ends @ b["score.weight"] + b["score.bias"]

    def describe(self):
        return "scaled_dot_product_attention" if self.has_sdpa else "baddbmm attention"
