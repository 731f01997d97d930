"""What the interface remembers between runs: small conveniences, never data.

Several windows may be open on one home: whoever writes reads before, while the others wait.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from store.db.durable import temporary_beside
from store.db.places import Places
from store.db.private import create_private_file, create_private_folder
from store.db.regular import read_regular
from store.db.system import locked
from store.db.system import replace as replace_file

_FILE = "interface.json"


def recall(places: Places, file: str = _FILE) -> dict[str, Any]:
    """Return what was remembered; empty where there is nothing readable."""
    try:
        remembered = json.loads(read_regular(places.config / file))
    except (OSError, ValueError, RecursionError):
        return {}
    return remembered if isinstance(remembered, dict) else {}


def remember(places: Places, **values: object) -> None:
    """Remember values beside those that are remembered already; a full disk is no reason to complain."""
    alter(places, lambda before: {**before, **values})


def alter(places: Places, change: Callable[[dict[str, Any]], dict[str, Any]], file: str = _FILE) -> None:
    """Remember what ``change`` makes of what is remembered, for its owner alone."""
    path = places.config / file
    try:
        create_private_folder(places.config)
        with locked(path.with_name(f".{file}.lock")), temporary_beside(path) as temporary:
            create_private_file(temporary)
            temporary.write_text(json.dumps(change(recall(places, file)), ensure_ascii=False), "utf-8")
            replace_file(temporary, path)
    except OSError:
        return
