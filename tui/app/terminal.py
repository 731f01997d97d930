"""Whether this terminal can show the interface at all."""

from __future__ import annotations

import os
import sys

from language import _


def why_not() -> str | None:
    """A sentence with a hint to the command line where the interface cannot run; None where it can."""
    hint = _("Use the command line instead: “terren list”, “terren show NR”, “terren --help”.")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _("The interface needs a terminal.") + " " + hint
    if os.name != "nt" and os.environ.get("TERM", "dumb") in ("", "dumb", "unknown"):
        return _("This terminal cannot place text (TERM=dumb).") + " " + hint
    return None
