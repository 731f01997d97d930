"""Setting what stands in conflict: the values are shown first, and the person decides."""

from __future__ import annotations

from collections.abc import Callable, Collection

from language import N_, _
from store.db.database import Store
from store.db.errors import Refused
from store.history.conflicts import conflicts
from store.ledger.change import Change
from store.ledger.identity import read_identity
from terren import output
from terren.asking import agreed, at_terminal
from terren.commands.report.conflict_lines import conflict_lines

DECIDE = N_("Set it also where several values stand in conflict: that decides between them.")
"""The help of ``--decide``."""


def recorded(
    store: Store, decide: bool, act: Callable[[Collection[str] | None], list[Change]]
) -> list[Change]:
    """What ``act`` records, given the heads of conflicts that the person has seen (None: whatever stands).

    Without ``decide`` a person at the terminal is asked. Raises Refused ``in_conflict`` where nobody can be,
    ``conflict_left`` where the answer is no, or as ``act``.
    """
    try:
        return act(None if decide else ())
    except Refused as refused:
        if refused.code != "in_conflict" or not at_terminal():
            raise
        touched = refused.params["registers"]
        assert isinstance(touched, list)
    with store.reading() as conn:
        open_ones = [one for one in conflicts(store) if one.register in touched]
        identity = read_identity(conn)
    for conflict in open_ones:
        for line in conflict_lines(conflict, None if identity is None else identity.replica):
            output.tell(line)
    if not agreed(_("Decide between them by setting yours? [y/N]")):
        raise Refused("conflict_left")
    return act(frozenset().union(*(one.seen for one in open_ones)))
