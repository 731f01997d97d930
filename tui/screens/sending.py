"""What the configuration says of the exchange of files; the command line reads it and hands it over."""

from __future__ import annotations

from typing import Final, NamedTuple

from store.db.settings import Settings


class Sending(NamedTuple):
    """After how many days without a receipt one is told, and whether files are sealed."""

    receipt_days: int = Settings().receipt_days
    seal: bool = False


DEFAULT: Final = Sending()
"""Where the configuration says nothing."""
