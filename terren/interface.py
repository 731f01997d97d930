"""Opens the interface with what one call has chosen."""

from __future__ import annotations

import gc

from terren import __version__
from terren.session import Session


def open_interface(session: Session, *, ascii: bool = False) -> int:
    """Show the interface until the person leaves it; the exit code. Raises UserError as the session does."""
    # what is loaded for the first screen, which ends this, is no garbage: looking for some would delay it
    gc.disable()
    try:
        from tui.app.start import run

        return run(
            session.places,
            session.chosen_database,
            settings=session.settings,
            language=session.chosen_language,
            ascii=ascii or None,
            version=__version__,
        )
    finally:
        gc.enable()
