"""What a call has recorded, as data: every change that its own connection wrote, whichever command it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from store.db.database import Store

_WATCH: Final = """
CREATE TEMP TABLE recorded (replica TEXT, seq INTEGER);
CREATE TEMP TRIGGER record AFTER INSERT ON main.change
BEGIN INSERT INTO recorded (replica, seq) VALUES (new.replica, new.seq); END;
"""
"""What is rolled back is rolled back here as well."""


@contextmanager
def watched(store: Store, recorded: list[dict[str, Any]]) -> Iterator[None]:
    """Add to ``recorded`` what is written to the ledger meanwhile, as ``terren log --json`` has it.

    Changes of others, which files bring, are not recorded here and are left out; so are the parts of a plan.
    """
    if store.read_only:
        yield
        return
    store.conn.executescript(_WATCH)
    yield
    recorded += _own(store)


def _own(store: Store) -> list[dict[str, Any]]:
    from store.exchange.delivery import change_states
    from store.history.steps import named_steps
    from store.ledger.append import read_changes
    from store.ledger.identity import read_identity
    from store.plan.lookup import action_numbers
    from store.revision.register import PART
    from terren.forms import change_form

    with store.reading() as conn:
        identity = read_identity(conn)
        if identity is None:
            return []
        own = "SELECT replica, seq FROM temp.recorded WHERE replica = ?"
        mine = f"WHERE (replica, seq) IN ({own}) AND NOT {PART}"
        changes = list(read_changes(conn, mine, (identity.replica,)))
        states, numbers = change_states(conn, identity, changes), action_numbers(conn)
        return [change_form(step, numbers, states[step.change.id]) for step in named_steps(conn, changes)]
