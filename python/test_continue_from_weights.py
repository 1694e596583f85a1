"""The script that starts the official code from learned weights, on a stand-in for that code."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

SCRIPT = os.path.join(os.path.dirname(__file__), "..", "src", "data", "official", "continue_from_weights.py")

# The table of domain weights as the official code computes it: softplus over its own mean.
MODEL = """
import torch
from torch import nn

class DomainTable(nn.Module):
    def __init__(self, domain_to_idx):
        super().__init__()
        self.domain_to_idx = domain_to_idx
        self.raw_weights = nn.Parameter(torch.zeros(len(domain_to_idx)))

    def weights(self):
        positive = nn.functional.softplus(self.raw_weights)
        return (positive / positive.mean()).tolist()
"""

# The names that do not exist, in the places where the published main.py uses them.
MAIN = """
import argparse
from model import *

parser = argparse.ArgumentParser()
parser.add_argument("--train_json_file")
parser.add_argument("--baseline", action="store_true")
parser.add_argument("--save_every_iterations", type=int, default=1000)
args = parser.parse_args()
table = DomainTable({"a": 0, "b": 1, "new": 2})

class Engine:
    lower, upper = "the lower problem", "the upper problem"

    def __init__(self):
        print(self.inner, self.outer, args.parser.save_every_iterations, args.train_json_file)

if args.baseline or args.retrain:
    print("baseline")
if __name__ == "__main__":
    Engine()
    print("weights", *table.weights())
"""


class ContinueFromWeights(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        os.mkdir(os.path.join(self.folder.name, "data"))

    def write(self, name, text):
        with open(os.path.join(self.folder.name, name), "w", encoding="utf-8") as file:
            file.write(text)

    def run_script(self, *arguments):
        return subprocess.run(
            [sys.executable, os.path.abspath(SCRIPT), *arguments],
            capture_output=True,
            text=True,
            cwd=self.folder.name,
        )

    def test_the_table_begins_at_the_learned_weights_and_main_runs(self):
        self.write("main.py", MAIN)
        self.write("model.py", MODEL)
        self.write("data/domain_weights.json", json.dumps({"b": 0.5, "a": 1.5}))
        run = self.run_script("--train_json_file", "data/train.json")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("the lower problem the upper problem 1000 data/train.json", run.stdout)
        self.assertIn("no learned weight for new: they begin at 1", run.stdout)
        self.assertNotIn("\nbaseline\n", run.stdout)
        weights = [float(word) for word in run.stdout.split("weights", 1)[1].split()[-3:]]
        for got, wanted in zip(weights, [1.5, 0.5, 1.0]):
            self.assertAlmostEqual(got, wanted, places=5)

    def test_a_weight_of_nothing_is_a_very_small_one(self):
        self.write("main.py", MAIN)
        self.write("model.py", MODEL)
        self.write("other.json", json.dumps({"a": 0, "b": 2, "new": 1}))
        run = self.run_script("--domain_weights", "other.json")
        self.assertEqual(run.returncode, 0, run.stderr)
        weights = [float(word) for word in run.stdout.split()[-3:]]
        self.assertAlmostEqual(weights[0], 0, places=3)
        self.assertAlmostEqual(weights[1], 2, places=3)

    def test_elsewhere_it_says_where_to_start_it(self):
        self.write("data/domain_weights.json", "{}")
        run = self.run_script()
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("start this in a checkout of the official repository", run.stderr)


if __name__ == "__main__":
    unittest.main()
