#!/usr/bin/env python3
"""Makes the tiny models that the tests load as a browser loads real ones from a hub.

Random weights, but the architectures, graph inputs and outputs, and files are those of the real exports:
a BERT sentence embedder, a Qwen2 decoder with its key-value inputs (once with its last hidden state, once
with logits only), and the vision tower of CLIP. Also written: golden.json, the vectors that PyTorch gives
for a few chains, which the features extracted in the browser must equal.

  /usr/bin/python3 python/make_tiny_models.py      # needs torch and numpy, nothing else
"""
import base64
import json
import math
import re
import struct
import zlib
from pathlib import Path

import torch
from torch import nn

HUB = Path(__file__).resolve().parent.parent / "e2e" / "fixtures" / "hub"
OPSET = 14

CHAINS = [
    {
        "question": "What is 3 plus 4?",
        "steps": ["Restate: add 3 and 4.", "3 plus 4 is 7.", "The answer is 7."],
    },
    {
        "question": "Which angle is larger, A or B?",
        "steps": ["Angle A has 40 degrees and B has 50.", "So B is the larger one."],
    },
    {
        # Too long for any of the models: the beginning of its question is cut.
        "question": " ".join(f"Item {i} costs {i * 7 % 11} coins." for i in range(40)) + " What is the sum?",
        "steps": ["Add all the prices.", "The sum is 195."],
    },
]


# ---- tokenizers, by hand: the same rules as the tokenizer.json beside the model ----

WORDS = "what is plus the answer which angle larger or add and has degrees so one item costs coins sum all prices".split()
BERT_VOCABULARY = (
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    + WORDS
    + list("abcdefghijklmnopqrstuvwxyz0123456789.,:?!'-+=()/")
    + ["##" + c for c in "abcdefghijklmnopqrstuvwxyz0123456789"]
)


def bert_ids(text):
    """Lower case, words and single marks, then the longest pieces of the vocabulary from the left."""
    place = {token: i for i, token in enumerate(BERT_VOCABULARY)}
    ids = []
    for word in re.findall(r"\w+|[^\w\s]", text.lower()):
        start, pieces = 0, []
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = ("##" if start else "") + word[start:end]
                if piece in place:
                    pieces.append(place[piece])
                    start = end
                    break
            else:
                pieces, start = [place["[UNK]"]], len(word)
        ids += pieces
    return ids


def bert_tokenizer():
    special = [
        {"id": i, "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        for i, t in enumerate(BERT_VOCABULARY[:5])
    ]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": special,
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
            ],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {
                "[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
                "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]},
            },
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": {t: i for i, t in enumerate(BERT_VOCABULARY)},
        },
    }


def byte_letters():
    """GPT-2's printable stand-in for each byte."""
    own = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    letters, extra = {b: chr(b) for b in own}, 0
    for b in range(256):
        if b not in letters:
            letters[b] = chr(256 + extra)
            extra += 1
    return letters


LETTERS = byte_letters()
MERGES = ["t h", "th e", "i s", "Ġ the", "Ġ is", "a n", "an d", "Ġ and", ". Ċ", ".Ċ Ċ", "Ċ Ċ", "Ġ a", "e r", "c o", "i n", "co in"]
QWEN_VOCABULARY = [LETTERS[b] for b in range(256)] + [m.replace(" ", "") for m in MERGES] + ["<|endoftext|>"]
# As in Qwen2's tokenizer.json; here once for JavaScript, once in the dialect of Python's re (ASCII texts).
QWEN_SPLIT = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
PYTHON_SPLIT = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\na-zA-Z0-9]?[a-zA-Z]+|[0-9]| ?[^\sa-zA-Z0-9]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def qwen_ids(text):
    place = {token: i for i, token in enumerate(QWEN_VOCABULARY)}
    rank = {tuple(m.split(" ")): i for i, m in enumerate(MERGES)}
    ids = []
    for word in re.findall(PYTHON_SPLIT, text):
        parts = [LETTERS[b] for b in word.encode()]
        while len(parts) > 1:
            pairs = [(rank.get((a, b), math.inf), i) for i, (a, b) in enumerate(zip(parts, parts[1:]))]
            best, at = min(pairs)
            if best == math.inf:
                break
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        ids += [place[p] for p in parts]
    return ids


def qwen_tokenizer():
    end = len(QWEN_VOCABULARY) - 1
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": end, "content": "<|endoftext|>", "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        ],
        "normalizer": {"type": "NFC"},
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": QWEN_SPLIT}, "behavior": "Isolated", "invert": False},
                {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
            ],
        },
        "post_processor": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
        "decoder": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "",
            "fuse_unk": False,
            "byte_fallback": False,
            "vocab": {t: i for i, t in enumerate(QWEN_VOCABULARY[:-1])},
            "merges": MERGES,
        },
    }


# ---- models ----


def attend(q, k, v, mask):
    """[b, heads, n, d] each; `mask` is added to the scores."""
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]) + mask
    return scores.softmax(-1) @ v


class Attention(nn.Module):
    """Attention of BERT and CLIP: biases everywhere, no positions of its own."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x, mask):
        split = lambda t: t.reshape(t.shape[0], -1, self.heads, t.shape[-1] // self.heads).transpose(1, 2)
        mixed = attend(split(self.q(x)), split(self.k(x)), split(self.v(x)), mask)
        return self.out(mixed.transpose(1, 2).reshape(x.shape))


class Bert(nn.Module):
    def __init__(self, c):
        super().__init__()
        d = c["hidden_size"]
        self.words = nn.Embedding(c["vocab_size"], d)
        self.places = nn.Embedding(c["max_position_embeddings"], d)
        self.types = nn.Embedding(2, d)
        self.norm = nn.LayerNorm(d, eps=1e-12)
        self.layers = nn.ModuleList()
        for _ in range(c["num_hidden_layers"]):
            self.layers.append(
                nn.ModuleDict(
                    {
                        "attention": Attention(d, c["num_attention_heads"]),
                        "norm1": nn.LayerNorm(d, eps=1e-12),
                        "up": nn.Linear(d, c["intermediate_size"]),
                        "down": nn.Linear(c["intermediate_size"], d),
                        "norm2": nn.LayerNorm(d, eps=1e-12),
                    }
                )
            )

    def forward(self, input_ids, attention_mask, token_type_ids):
        n = torch.arange(input_ids.shape[1])
        x = self.norm(self.words(input_ids) + self.places(n)[None] + self.types(token_type_ids))
        mask = (1.0 - attention_mask[:, None, None, :].to(x.dtype)) * -1e9
        for layer in self.layers:
            x = layer["norm1"](x + layer["attention"](x, mask))
            x = layer["norm2"](x + layer["down"](nn.functional.gelu(layer["up"](x))))
        return x


class RmsNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.weight


class Qwen2(nn.Module):
    """With the inputs of a generating export: an attention mask, positions, and what was read before."""

    def __init__(self, c, has_logits):
        super().__init__()
        d, self.heads, self.kv = c["hidden_size"], c["num_attention_heads"], c["num_key_value_heads"]
        self.size = d // self.heads
        self.words = nn.Embedding(c["vocab_size"], d)
        self.layers = nn.ModuleList()
        for _ in range(c["num_hidden_layers"]):
            self.layers.append(
                nn.ModuleDict(
                    {
                        "norm1": RmsNorm(d),
                        "q": nn.Linear(d, d),
                        "k": nn.Linear(d, self.kv * self.size),
                        "v": nn.Linear(d, self.kv * self.size),
                        "out": nn.Linear(d, d, bias=False),
                        "norm2": RmsNorm(d),
                        "gate": nn.Linear(d, c["intermediate_size"], bias=False),
                        "up": nn.Linear(d, c["intermediate_size"], bias=False),
                        "down": nn.Linear(c["intermediate_size"], d, bias=False),
                    }
                )
            )
        self.norm = RmsNorm(d)
        self.has_logits = has_logits
        # As tables, like the exports for browsers have them: sines of large angles are coarse on GPUs.
        half = torch.arange(0, self.size, 2).double() / self.size
        angle = torch.arange(c["max_position_embeddings"])[:, None] / c["rope_theta"] ** half
        angle = torch.cat([angle, angle], -1)
        self.register_buffer("cosines", angle.cos().float(), persistent=False)
        self.register_buffer("sines", angle.sin().float(), persistent=False)

    def forward(self, input_ids, attention_mask, position_ids, *past):
        x = self.words(input_ids)
        cos, sin = self.cosines[position_ids][:, None], self.sines[position_ids][:, None]

        def turned(t):
            a, b = t[..., : self.size // 2], t[..., self.size // 2 :]
            return t * cos + torch.cat([-b, a], -1) * sin

        split = lambda t, heads: t.reshape(t.shape[0], -1, heads, self.size).transpose(1, 2)
        present = []
        for i, layer in enumerate(self.layers):
            h = layer["norm1"](x)
            q = turned(split(layer["q"](h), self.heads))
            k = torch.cat([past[2 * i], turned(split(layer["k"](h), self.kv))], 2)
            v = torch.cat([past[2 * i + 1], split(layer["v"](h), self.kv)], 2)
            present += [k, v]
            # Keys are all tokens so far; a query at place p of the new ones sees those up to it.
            place = torch.arange(k.shape[2])
            own = torch.arange(input_ids.shape[1]) + past[0].shape[2]
            is_later = (place[None, :] > own[:, None]).to(x.dtype)
            mask = (is_later[None, None] + (1.0 - attention_mask[:, None, None, :].to(x.dtype))) * -1e9
            # Written out per head: repeat_interleave is exported with the example's batch size in it.
            shared = lambda t: torch.cat([t[:, i * self.kv // self.heads, None] for i in range(self.heads)], 1)
            mixed = attend(q, shared(k), shared(v), mask)
            x = x + layer["out"](mixed.transpose(1, 2).reshape(x.shape))
            h = layer["norm2"](x)
            x = x + layer["down"](nn.functional.silu(layer["gate"](h)) * layer["up"](h))
        x = self.norm(x)
        return (x @ self.words.weight.T if self.has_logits else x, *present)


class ClipVision(nn.Module):
    def __init__(self, c, projection):
        super().__init__()
        d = c["hidden_size"]
        self.patches = nn.Conv2d(3, d, c["patch_size"], c["patch_size"], bias=False)
        self.whole = nn.Parameter(torch.randn(d))
        self.places = nn.Parameter(torch.randn((c["image_size"] // c["patch_size"]) ** 2 + 1, d))
        self.before = nn.LayerNorm(d)
        self.layers = nn.ModuleList()
        for _ in range(c["num_hidden_layers"]):
            self.layers.append(
                nn.ModuleDict(
                    {
                        "norm1": nn.LayerNorm(d),
                        "attention": Attention(d, c["num_attention_heads"]),
                        "norm2": nn.LayerNorm(d),
                        "up": nn.Linear(d, c["intermediate_size"]),
                        "down": nn.Linear(c["intermediate_size"], d),
                    }
                )
            )
        self.after = nn.LayerNorm(d)
        self.project = nn.Linear(d, projection, bias=False)

    def forward(self, pixel_values):
        x = self.patches(pixel_values).flatten(2).transpose(1, 2)
        whole = self.whole.reshape(1, 1, -1) + torch.zeros_like(x[:, :1])
        x = self.before(torch.cat([whole, x], 1) + self.places)
        for layer in self.layers:
            x = x + layer["attention"](layer["norm1"](x), torch.zeros(1))
            up = layer["up"](layer["norm2"](x))
            x = x + layer["down"](up * torch.sigmoid(1.702 * up))
        return self.project(self.after(x[:, 0]))


# ---- files ----


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def export(model, args, name, inputs, outputs, axes, file="model.onnx"):
    path = HUB / name / "onnx" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(model, args, str(path), input_names=inputs, output_names=outputs, dynamic_axes=axes, opset_version=OPSET)
    print(f"{name}/onnx/{file}: {path.stat().st_size:,} bytes")


def seeded(make, scale):
    """A model with weights that make its vectors differ clearly from token to token."""
    model = make().eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            if p.dim() > 1:
                p.copy_(torch.randn(p.shape) * scale / math.sqrt(p.shape[-1] if "words" not in name else 1))
    return model


def fitting(ids, question, room):
    """The ids with the beginning of the question cut where there are too many."""
    over = len(ids) - room
    assert over <= question, "only the question is cut in these examples"
    return ids[max(0, over) :]


def text_vectors(model, c):
    rows = []
    for chain in CHAINS:
        vectors = []
        for i in range(len(chain["steps"])):
            parts = [chain["question"], *chain["steps"][: i + 1]]
            ids = bert_ids("\n\n".join(parts))
            ids = [2, *fitting(ids, len(bert_ids(parts[0])), c["max_position_embeddings"] - 2), 3]
            t = torch.tensor([ids])
            hidden = model(t, torch.ones_like(t), torch.zeros_like(t))
            vectors.append(hidden[0].mean(0).tolist())
        rows.append(vectors)
    return rows


def causal_vectors(model, c):
    rows = []
    for chain in CHAINS:
        pieces = [qwen_ids(part + "\n\n") for part in [chain["question"], *chain["steps"]]]
        ids = fitting(sum(pieces, []), len(pieces[0]), c["max_position_embeddings"])
        t = torch.tensor([ids])
        none = [torch.zeros(1, c["num_key_value_heads"], 0, c["hidden_size"] // c["num_attention_heads"])] * (2 * c["num_hidden_layers"])
        hidden = model(t, torch.ones_like(t), torch.arange(len(ids))[None], *none)[0][0]
        end, vectors = len(ids), []
        for piece in reversed(pieces[1:]):
            vectors.insert(0, hidden[end - 1].tolist())
            end -= len(piece)
        rows.append(vectors)
    return rows


def picture(kind, side):
    """[side, side, 3] of 0..255."""
    y, x = torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij")
    if kind == 0:
        return torch.stack([x * 255 // (side - 1), y * 255 // (side - 1), (x + y) % 256], -1)
    disc = ((x - side // 2) ** 2 + (y - side // 2) ** 2 < (side // 3) ** 2).long()
    return torch.stack([disc * 220 + 20, 240 - disc * 200, 60 + 0 * x], -1)


def png(pixels):
    side = pixels.shape[0]
    raw = b"".join(b"\0" + bytes(row.flatten().tolist()) for row in pixels)
    chunk = lambda tag, data: struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")


def rounded(value):
    return [rounded(v) for v in value] if isinstance(value, list) else float(f"{value:.7g}")


@torch.no_grad()
def main():
    torch.manual_seed(5)
    bert = {
        "model_type": "bert", "architectures": ["BertModel"], "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
        "intermediate_size": 64, "vocab_size": len(BERT_VOCABULARY), "max_position_embeddings": 96, "type_vocab_size": 2,
        "hidden_act": "gelu", "layer_norm_eps": 1e-12, "pad_token_id": 0,
    }  # fmt: skip
    sentence = seeded(lambda: Bert(bert), 1.5)
    ids = torch.ones(2, 5, dtype=torch.long)
    b_n = {0: "batch_size", 1: "sequence_length"}
    names = ["input_ids", "attention_mask", "token_type_ids"]
    export(sentence, (ids, ids, ids), "tiny/sentence", names, ["last_hidden_state"], {k: b_n for k in [*names, "last_hidden_state"]})
    write_json(HUB / "tiny/sentence/config.json", bert)
    write_json(HUB / "tiny/sentence/tokenizer.json", bert_tokenizer())
    write_json(
        HUB / "tiny/sentence/tokenizer_config.json",
        {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 96, "cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]", "unk_token": "[UNK]", "mask_token": "[MASK]"},
    )

    qwen = {
        "model_type": "qwen2", "architectures": ["Qwen2ForCausalLM"], "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
        "num_key_value_heads": 2, "intermediate_size": 64, "vocab_size": len(QWEN_VOCABULARY), "max_position_embeddings": 160,
        "rope_theta": 10000.0, "rms_norm_eps": 1e-6, "hidden_act": "silu", "tie_word_embeddings": True,
        "bos_token_id": len(QWEN_VOCABULARY) - 1, "eos_token_id": len(QWEN_VOCABULARY) - 1,
    }  # fmt: skip
    decoder = seeded(lambda: Qwen2(qwen, False), 1.5)
    logits = Qwen2(qwen, True).eval()
    logits.load_state_dict(decoder.state_dict())
    past = [torch.zeros(2, 2, 3, 8)] * 4
    cache = [f"past_key_values.{i}.{part}" for i in range(2) for part in ("key", "value")]
    now = [f"present.{i}.{part}" for i in range(2) for part in ("key", "value")]
    axes = {
        "input_ids": b_n, "position_ids": b_n, "attention_mask": {0: "batch_size", 1: "total_sequence_length"},
        **{c: {0: "batch_size", 2: "past_sequence_length"} for c in cache}, **{p: {0: "batch_size", 2: "total_sequence_length"} for p in now},
    }  # fmt: skip
    mask = torch.ones(2, 8, dtype=torch.long)
    for model, name, output in [(decoder, "tiny/decoder", "last_hidden_state"), (logits, "tiny/decoder-logits", "logits")]:
        export(model, (ids, mask, ids, *past), name, ["input_ids", "attention_mask", "position_ids", *cache], [output, *now], {**axes, output: b_n})
        write_json(HUB / name / "config.json", qwen)
        write_json(HUB / name / "tokenizer.json", qwen_tokenizer())
        write_json(
            HUB / name / "tokenizer_config.json",
            {"tokenizer_class": "Qwen2Tokenizer", "add_bos_token": False, "model_max_length": 160, "pad_token": "<|endoftext|>", "eos_token": "<|endoftext|>"},
        )

    tower = {"model_type": "clip_vision_model", "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64, "image_size": 32, "patch_size": 8, "hidden_act": "quick_gelu"}
    vision = seeded(lambda: ClipVision(tower, 16), 1.5)
    axes = {"pixel_values": {0: "batch_size"}, "image_embeds": {0: "batch_size"}}
    export(vision, (torch.zeros(2, 3, 32, 32),), "tiny/vision", ["pixel_values"], ["image_embeds"], axes, "vision_model.onnx")
    write_json(HUB / "tiny/vision/config.json", {"model_type": "clip", "architectures": ["CLIPModel"], "projection_dim": 16, "vision_config": tower, "text_config": {"model_type": "clip_text_model"}})
    mean, std = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
    write_json(
        HUB / "tiny/vision/preprocessor_config.json",
        {
            "image_processor_type": "CLIPImageProcessor", "do_resize": True, "size": {"shortest_edge": 32}, "resample": 3, "do_center_crop": True,
            "crop_size": {"height": 32, "width": 32}, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": mean, "image_std": std,
        },
    )  # fmt: skip
    pictures = [picture(0, 32), picture(1, 32)]
    pixels = torch.stack([((p / 255 - torch.tensor(mean)) / torch.tensor(std)).permute(2, 0, 1) for p in pictures])

    write_json(
        HUB / "golden.json",
        {
            "about": "vectors by PyTorch, a row a step; written by python/make_tiny_models.py",
            "chains": CHAINS,
            "text": rounded(text_vectors(sentence, bert)),
            "causal": rounded(causal_vectors(decoder, qwen)),
            "pictures": [base64.b64encode(png(p)).decode() for p in pictures],
            "image": rounded(vision(pixels).tolist()),
        },
    )


if __name__ == "__main__":
    main()
