"""What the interface remembers between runs: small conveniences, never data."""

from __future__ import annotations

import json
import os
from typing import Any

from store.places import Places

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
        places.config.mkdir(parents=True, exist_ok=True)
        temporary = places.config / f".{_FILE}.partial"
        temporary.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
        temporary.replace(places.config / _FILE)
    except OSError:
        return


def wants_ascii(places: Places) -> bool:
    """Whether old consoles' signs are wanted: ``TERREN_ASCII``, or ``ascii = true`` in the configuration."""
    if "TERREN_ASCII" in os.environ:
        return os.environ["TERREN_ASCII"].lower() not in ("", "0", "no", "false")
    if not places.config_file.is_file():
        return False
    import tomli

    try:
        return tomli.loads(places.config_file.read_text("utf-8")).get("ascii") is True
    except (OSError, ValueError):
        return False
