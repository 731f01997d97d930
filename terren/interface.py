"""Opens the interface with what one call has chosen."""

from __future__ import annotations

from terren import __version__
from terren.session import Session


def open_interface(session: Session, *, ascii: bool = False) -> int:
    """Show the interface until the person leaves it; the exit code. Raises Refused as the session does."""
    from tui.app.start import run
    from tui.screens.sending import Sending

    settings = session.settings
    return run(
        session.places,
        session.chosen_database,
        language=session.chosen_language,
        ascii=ascii or None,
        sending=Sending(settings.receipt_days, settings.seal),
        version=__version__,
    )
