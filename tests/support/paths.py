"""Where the checkout, the real plan document and the committed set of documents lie."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SAMPLE: Final = ROOT / "samples" / "migration-2021-2023.txt"
SET: Final = ROOT / "tests" / "documents" / "set"
MAPPED: Final = ROOT / "tests" / "planreader" / "interpret" / "mapped"
"""A flat list and a plan by cards, whose columns somebody has to name."""
MEMORY: Final = Path("/dev/shm")
"""Where tests write, if the system has it; whoever tests that a write waits for the disk counts the calls."""
