"""The views for readers of the file itself, as ``views.sql`` states them; docs/data.md describes them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def view_statements() -> dict[str, str]:
    """Return the statements that make the views by their names; none names a later one."""
    text = Path(__file__).with_name("views.sql").read_text("utf-8")
    statements = [statement.strip() for statement in text.split(";") if statement.strip()]
    return {str(re.split(r"\s+", statement, maxsplit=3)[2]): statement for statement in statements}
