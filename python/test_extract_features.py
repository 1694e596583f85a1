"""Features for DreamPRM Studio: what extract_features.py writes, on a tiny random model."""

import json
import os
import struct
import subprocess
import sys
import tempfile
import types
import unittest

import torch

import extract_features as features

CHAINS = [
    {"key": "c1", "question": "1 + 1?", "steps": ["Add.", "It is 2, größer als 1."]},
    {"key": "c2", "question": "A longer question, so that rows are padded.", "steps": ["One step."]},
    {"key": "c3", "question": "x", "steps": ["a", "b", "c"]},
]


def read(path):
    """Header and tensors of a safetensors file, read by hand."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            kind = {"F32": torch.float32, "F16": torch.float16}[entry["dtype"]]
            tensors[name] = torch.frombuffer(bytearray(data[start:end]), dtype=kind).reshape(entry["shape"])
    assert length % 8 == 0
    return header.get("__metadata__", {}), tensors


class ExtractFeatures(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "chains.jsonl")
        self.out = os.path.join(self.folder.name, "features.safetensors")
        with open(self.path, "w", encoding="utf-8") as file:
            for chain in CHAINS:
                file.write(json.dumps(chain, ensure_ascii=False) + "\n")

    def test_a_row_a_step_named_by_its_key(self):
        features.main([self.path, "--tiny", "--out", self.out, "--batch", "2"])
        metadata, tensors = read(self.out)
        keys = json.loads(metadata["keys"])
        self.assertEqual(keys, ["c1/0", "c1/1", "c2/0", "c3/0", "c3/1", "c3/2"])
        self.assertEqual(list(tensors["features"].shape), [6, 32])
        self.assertTrue(torch.isfinite(tensors["features"]).all())

    def test_the_state_at_a_steps_end_is_that_of_its_prefix_alone(self):
        reader = features.TinyReader()
        keys, vectors = features.extract(reader, CHAINS, "causal", batch=3)
        for chain in CHAINS:
            for count in range(1, len(chain["steps"]) + 1):
                text = "".join(part + "\n\n" for part in [chain["question"]] + chain["steps"][:count])
                ids = torch.tensor([reader.encode(text)])
                with torch.no_grad():
                    alone = reader.states(ids, torch.ones_like(ids))[0, -1]
                own = vectors[keys.index("%s/%d" % (chain["key"], count - 1))]
                self.assertLess((alone - own).abs().max().item(), 1e-5)

    def test_text_is_the_mean_over_the_prefix(self):
        reader = features.TinyReader()
        keys, vectors = features.extract(reader, CHAINS, "text", batch=4)
        ids = torch.tensor([reader.encode("x\n\na\n\nb")])
        with torch.no_grad():
            alone = reader.states(ids, torch.ones_like(ids))[0].mean(0)
        self.assertLess((alone - vectors[keys.index("c3/1")]).abs().max().item(), 1e-5)

    def test_what_is_too_long_loses_its_beginning(self):
        reader = features.TinyReader(tokens=12)
        ids, ends = features.causal_reading(reader, CHAINS[2])
        self.assertEqual(bytes(ids), b"x\n\na\n\nb\n\nc\n\n")
        ids, ends = features.causal_reading(features.TinyReader(tokens=7), CHAINS[2])
        self.assertEqual(bytes(ids), b"\nb\n\nc\n\n")
        self.assertEqual(ends, [0, 3, 6])

    def test_half_precision(self):
        features.main([self.path, "--tiny", "--out", self.out, "--half"])
        _, tensors = read(self.out)
        self.assertEqual(tensors["features"].dtype, torch.float16)

    def test_a_model_of_the_hub_is_read_with_its_special_tokens(self):
        tiny = features.TinyReader()

        class Tokenizer:
            model_max_length = 10**30  # as transformers has it where there is no limit

            def encode(self, text, add_special_tokens=True):
                ids = tiny.encode(text)
                return [1] + ids + [2] if add_special_tokens else ids

        class Model(torch.nn.Module):
            config = types.SimpleNamespace(max_position_embeddings=64)

            def forward(self, input_ids, attention_mask):
                return types.SimpleNamespace(last_hidden_state=tiny.states(input_ids, attention_mask))

        hub = types.ModuleType("transformers")
        hub.AutoTokenizer = types.SimpleNamespace(from_pretrained=lambda name: Tokenizer())
        hub.AutoModel = types.SimpleNamespace(from_pretrained=lambda name: Model())
        before = sys.modules.get("transformers")
        sys.modules["transformers"] = hub
        try:
            reader = features.HuggingFaceReader("some/model", "cpu", False)
        finally:
            if before is None:
                del sys.modules["transformers"]
            else:
                sys.modules["transformers"] = before
        self.assertEqual((reader.tokens, reader.before, reader.behind), (64, [1], [2]))
        keys, vectors = features.extract(reader, CHAINS[:1], "causal")
        ids = torch.tensor([[1] + tiny.encode("1 + 1?\n\nAdd.\n\n")])
        with torch.no_grad():
            alone = tiny.states(ids, torch.ones_like(ids))[0, -1]
        self.assertLess((alone - vectors[0]).abs().max().item(), 1e-5)

    def test_faults_are_told_in_a_line(self):
        script = features.__file__
        for arguments, message in [
            ([self.path], "name a --model, or use --tiny"),
            ([self.out, "--tiny"], "No such file"),
        ]:
            run = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True)
            self.assertNotEqual(run.returncode, 0)
            self.assertIn(message, run.stderr)
        with open(self.path, "w", encoding="utf-8") as file:
            file.write('{"key": "a"}\n')
        run = subprocess.run([sys.executable, script, self.path, "--tiny"], capture_output=True, text=True)
        self.assertIn("line 1: question, steps is missing", run.stderr)


if __name__ == "__main__":
    unittest.main()
