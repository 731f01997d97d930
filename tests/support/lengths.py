"""How many random cases a test looks at: a few each time, many in ``make soak``, which sets TERREN_LONG."""

from __future__ import annotations

import os
from typing import Final

LONG: Final = bool(os.environ.get("TERREN_LONG"))


def cases(short: int, long: int) -> int:
    """How many cases a test looks at in this run."""
    return long if LONG else short
