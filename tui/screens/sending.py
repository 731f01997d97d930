"""What the configuration says of the exchange of files; the command line reads it and hands it over."""

from __future__ import annotations

from typing import Final, NamedTuple

from store.exchange.delivery import RECEIPT_DAYS


class Sending(NamedTuple):
    """After how many days without a receipt one is told, and whether files are sealed."""

    receipt_days: int = RECEIPT_DAYS
    seal: bool = False


DEFAULT: Final = Sending()
"""Where the configuration says nothing."""
