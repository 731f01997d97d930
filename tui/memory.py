"""What the interface remembers between runs: small conveniences, never data."""

from __future__ import annotations

import json
from typing import Any

from store.places import Places
from store.private import FILE, private_folder

_FILE = "interface.json"


def recall(places: Places) -> dict[str, Any]:
    """What was remembered; empty where there is nothing readable."""
    try:
        held = json.loads((places.config / _FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def remember(places: Places, **values: object) -> None:
    """Remember values beside those that are remembered already; a full disk is no reason to complain."""
    held = {**recall(places), **values}
    try:
        private_folder(places.config)
        temporary = places.config / f".{_FILE}.partial"
        temporary.touch(FILE)
        temporary.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
        temporary.replace(places.config / _FILE)
    except OSError:
        return
