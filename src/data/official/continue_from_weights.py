"""Runs the official DreamPRM code from the domain weights that DreamPRM Studio learned.

Put this file, data/ and CONTINUE.md into a checkout of the official repository and start it in place of
main.py, with main.py's own arguments:

    python continue_from_weights.py --train_json_file data/train.json --meta_json_file data/meta.json \
        --weights_path weights

model.DomainTable then begins at data/domain_weights.json (another file: --domain_weights FILE) in place of
equal weights; --meta_lr 0 keeps it there. main.py as it was published stops at a few names that do not
exist; these are mended on the way, in memory only, and named.
"""

import json
import math
import os
import sys

# Names in main.py that do not exist, and those that are meant.
MENDED = [
    ("args.parser.save_every_iterations", "args.save_every_iterations"),
    ("args.baseline or args.retrain", "args.baseline"),
    ("self.inner", "self.lower"),
    ("self.outer", "self.upper"),
]
SMALLEST = 1e-4


def raw_weight(weight, mean):
    """What softplus turns into weight / mean."""
    return math.log(math.expm1(max(weight / mean, SMALLEST)))


def start_from(weights):
    """Lets every model.DomainTable begin at these weights; a domain that has none begins at their mean."""
    import model
    import torch

    mean = sum(weights.values()) / len(weights)
    make = model.DomainTable.__init__

    def make_from_weights(self, domain_to_idx):
        make(self, domain_to_idx)
        with torch.no_grad():
            for domain, index in domain_to_idx.items():
                self.raw_weights[index] = raw_weight(weights.get(domain, mean), mean)
        unknown = sorted(set(domain_to_idx) - set(weights))
        if unknown:
            print("no learned weight for " + ", ".join(unknown) + ": they begin at 1")

    model.DomainTable.__init__ = make_from_weights


def mend(source):
    for wrong, right in MENDED:
        if wrong in source:
            print("main.py: %s is read as %s" % (wrong, right))
            source = source.replace(wrong, right)
    return source


def take_option(name, default):
    """Takes an option of this script out of sys.argv."""
    if name not in sys.argv:
        return default
    at = sys.argv.index(name)
    if at + 1 >= len(sys.argv):
        sys.exit("%s needs a value" % name)
    value = sys.argv[at + 1]
    del sys.argv[at : at + 2]
    return value


def main():
    path = take_option("--domain_weights", os.path.join("data", "domain_weights.json"))
    if not os.path.exists("main.py") or not os.path.exists("model.py"):
        sys.exit("main.py and model.py are not here: start this in a checkout of the official repository")
    with open(path, encoding="utf-8") as file:
        weights = json.load(file)
    sys.path.insert(0, os.getcwd())
    start_from(weights)
    with open("main.py", encoding="utf-8") as file:
        source = mend(file.read())
    sys.argv[0] = "main.py"
    exec(compile(source, "main.py", "exec"), {"__name__": "__main__", "__file__": "main.py"})


if __name__ == "__main__":
    main()
