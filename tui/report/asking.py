"""How much is asked after a status key: ``ask`` in the configuration."""

from __future__ import annotations

from enum import Enum

from store.db.places import Places
from store.db.toml import parse_toml


class Asking(Enum):
    """When the window for what belongs to a status opens by itself."""

    ALWAYS = "always"
    """After every status to which something belongs."""
    REASON = "reason"
    """Only after "not implemented" without a reason; that a late action has none is said in a sentence."""
    NEVER = "never"


def asking(places: Places) -> Asking:
    """What the configuration says; Asking.REASON where it says nothing that can be read."""
    if not places.config_file.is_file():
        return Asking.REASON
    try:
        return Asking(parse_toml(places.config_file.read_text("utf-8")).get("ask", "reason"))
    except (OSError, ValueError):
        return Asking.REASON
