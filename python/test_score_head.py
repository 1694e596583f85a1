"""Heads that the Studio wrote, scored in PyTorch: the Studio's own scores to 1e-5, and the formula written out.

    python3 test_score_head.py             # tests
    python3 test_score_head.py --golden    # writes fixtures/head-scores.json, which the Studio's tests read too
"""

import json
import math
import os
import sys
import unittest

from score_head import load_head, prefixes_of, read_safetensors, score_file

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
FEATURES = os.path.join(HERE, "head-features.safetensors")
GOLDEN = os.path.join(HERE, "head-scores.json")
KINDS = ["linear", "mlp", "attention"]


def path_of(kind):
    return os.path.join(HERE, f"head-{kind}.safetensors")


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def by_hand(kind, tensors, steps):
    """The score of the last step in plain Python floats, from the formula in the file's metadata."""
    numbers = {name: tensor.tolist() for name, tensor in tensors.items()}
    newest = steps[-1]
    if kind == "mlp":
        sums = [dot(row, newest) + bias for row, bias in zip(numbers["head.0.weight"], numbers["head.0.bias"])]
        active = [x * sigmoid(x) for x in sums]
        return sigmoid(dot(numbers["head.2.weight"][0], active) + numbers["head.2.bias"][0])
    z = dot(numbers["head.weight"][0], newest) + numbers["head.bias"][0]
    if kind == "attention":
        powers = [math.exp(dot(numbers["query.weight"][0], x) / math.sqrt(len(x))) for x in steps]
        z += sum(p * dot(numbers["pooled.weight"][0], x) for p, x in zip(powers, steps)) / sum(powers)
    return sigmoid(z)


class ScoreHead(unittest.TestCase):
    def test_studio_scores(self):
        with open(GOLDEN) as file:
            golden = json.load(file)
        for kind in KINDS:
            keys, scores = score_file(path_of(kind), FEATURES)
            self.assertEqual(keys, golden["keys"])
            for score, studio in zip(scores, golden["studio"][kind]):
                self.assertAlmostEqual(score, studio, delta=1e-5)
            self.assertGreater(max(scores) - min(scores), 0.3)

    def test_formula(self):
        features, metadata = read_safetensors(FEATURES)
        prefixes = prefixes_of(features["features"], json.loads(metadata["keys"]))
        for kind in KINDS:
            tensors, metadata = read_safetensors(path_of(kind))
            self.assertIn("sigmoid", metadata["head"])
            scores = load_head(path_of(kind))(prefixes).tolist()
            for score, steps in zip(scores, prefixes):
                self.assertAlmostEqual(score, by_hand(kind, tensors, steps.tolist()), delta=1e-5)

    def test_other_files(self):
        with self.assertRaises(SystemExit):
            load_head(FEATURES)


def write_golden():
    """Beside the Studio's scores, which bench/makeHeadFixtures.ts wrote, PyTorch's."""
    with open(GOLDEN) as file:
        golden = json.load(file)
    golden["pytorch"] = {kind: score_file(path_of(kind), FEATURES)[1] for kind in KINDS}
    with open(GOLDEN, "w") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    if "--golden" in sys.argv:
        write_golden()
    else:
        unittest.main()
