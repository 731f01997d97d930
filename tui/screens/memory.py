"""What the interface remembers between runs: small conveniences, never data."""

from __future__ import annotations

import json
from typing import Any

from store.db.places import Places
from store.db.private import FILE, create_private_folder
from store.db.system import replace as replace_file

_FILE = "interface.json"


def recall(places: Places, file: str = _FILE) -> dict[str, Any]:
    """What was remembered; empty where there is nothing readable."""
    try:
        held = json.loads((places.config / file).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def remember(places: Places, **values: object) -> None:
    """Remember values beside those that are remembered already; a full disk is no reason to complain."""
    write(places, {**recall(places), **values})


def write(places: Places, held: dict[str, Any], file: str = _FILE) -> None:
    """Remember nothing but this, for its owner alone."""
    try:
        create_private_folder(places.config)
        temporary = places.config / f".{file}.partial"
        temporary.touch(FILE)
        temporary.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
        replace_file(temporary, places.config / file)
    except OSError:
        return
