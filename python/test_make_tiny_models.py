"""The committed tiny models and golden vectors are what make_tiny_models.py makes."""

import json
import tempfile
import unittest
import warnings
from pathlib import Path

import make_tiny_models as tiny


def flat(value):
    return [number for part in value for number in flat(part)] if isinstance(value, list) else [value]


class MakeTinyModels(unittest.TestCase):
    def test_again(self):
        committed, tiny.HUB = tiny.HUB, Path(tempfile.mkdtemp())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tiny.main()
        names = sorted(str(path.relative_to(committed)) for path in committed.rglob("*") if path.is_file())
        made = sorted(str(path.relative_to(tiny.HUB)) for path in tiny.HUB.rglob("*") if path.is_file())
        self.assertEqual(names, made)
        old, new = (json.loads((hub / "golden.json").read_text()) for hub in (committed, tiny.HUB))
        for task in ("text", "causal", "image"):
            for a, b in zip(flat(old[task]), flat(new[task]), strict=True):
                self.assertAlmostEqual(a, b, places=5)
        for name in names:
            if name.endswith(".json") and name != "golden.json":
                self.assertEqual((committed / name).read_text(), (tiny.HUB / name).read_text(), name)


if __name__ == "__main__":
    unittest.main()
