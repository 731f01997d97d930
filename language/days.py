"""Days as they are recorded: YYYY-MM-DD, whatever language is spoken."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(told: object) -> date | None:
    """Return the day of the calendar that is meant, YYYY-MM-DD; None for anything else.

    Python by itself reads other forms as well, each version others.
    """
    try:
        return date.fromisoformat(told) if isinstance(told, str) and _DAY.fullmatch(told) else None
    except ValueError:
        return None
