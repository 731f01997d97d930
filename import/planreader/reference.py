"""Names of several words that the reference data knows: a help in parting lists, never needed."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def known_names() -> tuple[str, ...]:
    """Institutions and donors as written out in plans; empty where the reference data is missing or damaged."""
    import tomli

    try:
        data = tomli.loads(
            resources.files("store.reference").joinpath("institution_names.toml").read_text("utf-8")
        )
    except (OSError, ModuleNotFoundError, tomli.TOMLDecodeError):
        return ()
    return tuple(name for entry in data.values() for name in entry.get("seed", ()))
