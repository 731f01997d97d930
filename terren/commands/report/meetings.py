"""The meeting in which something is recorded from the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from language import N_
from terren.declare import option

if TYPE_CHECKING:
    from store.db.database import Store


def in_meeting() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare ``--meeting``, given to the function as ``meeting``."""
    return option(
        "--meeting", metavar="ID", help=N_("The meeting in which it is recorded; its minutes tell it.")
    )


def meeting_id(store: Store, begins: str | None) -> str | None:
    """The whole id of the meeting whose id begins so; None for None. Raises Refused ``meeting_unknown``."""
    if begins is None:
        return None
    from store.edits.meeting import find_meeting

    with store.reading() as conn:
        return find_meeting(conn, begins).id
