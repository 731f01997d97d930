"""Prints each fault of the source, or nothing: ``python -m tools.rules``."""

from __future__ import annotations

import sys
from itertools import chain

from tools.rules import assertions, glossary, places, sizes, wording


def main() -> int:
    """Return 1 where there is a fault."""
    faults = list(
        chain(sizes.faults(), places.faults(), glossary.faults(), wording.faults(), assertions.faults())
    )
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
