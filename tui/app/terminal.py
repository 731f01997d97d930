"""This terminal: whether it can show the interface at all, and with which settings."""

from __future__ import annotations

import os
import select
import signal
import sys
from typing import Final

from language import _
from store.db import system
from store.db.settings import Settings

_BARE: Final = frozenset({"linux", "vt100", "vt102", "vt220"})
"""What consoles without the signs call themselves."""
_TERMINALS: Final = ("WT_SESSION", "TERM_PROGRAM", "ConEmuANSI")
"""What Windows Terminal and others set on Windows, where the old console sets nothing."""


def suited(settings: Settings) -> Settings:
    """Return the settings in force on this terminal; ``TERREN_ASCII`` comes before ``ascii`` of the file.

    Where neither says anything, a bare console gets the plain signs: its font has no others.
    """
    plain = _is_bare() if settings.ascii is None else settings.ascii
    if "TERREN_ASCII" in os.environ:
        plain = os.environ["TERREN_ASCII"].lower() not in ("", "0", "no", "false")
    return settings._replace(ascii=plain)


def _is_bare() -> bool:
    """Return True if this is a console whose font has no signs: it takes none from another font."""
    if system.WINDOWS:
        return not any(map(os.environ.get, _TERMINALS))
    return os.environ.get("TERM") in _BARE


def why_not() -> str | None:
    """Return a sentence with a hint to the command line where the interface cannot run; None where it can."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        reason = _("The interface needs a terminal.")
    elif not system.WINDOWS and os.environ.get("TERM", "dumb") in ("", "dumb", "unknown"):
        reason = _("This terminal cannot place text (TERM=dumb).")
    else:
        return None
    hint = _("Use the command line instead: “terren list”, “terren show NR”, “terren --help”.")
    return f"{reason}\n{hint}"


def is_gone() -> bool:
    """Return True if the terminal has been closed; a signal may not have reached us."""
    if system.WINDOWS:
        return False
    asked = select.poll()
    asked.register(sys.__stdin__.fileno() if sys.__stdin__ is not None else 0, 0)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in asked.poll(0))


def end_as_hung_up() -> None:
    """End as the signal of a closed terminal would: nothing can be written there, and nothing waits to be."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.raise_signal(signal.SIGHUP)
