"""An action with 10,000 notes, 5,000 of another that are redacted, and 50,000 conflicts."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks.ratio import Measurement, processor_seconds
from store.db.database import Store
from store.db.places import Places
from store.history.conflicts import conflict_rows, read_conflict
from store.ledger.identity import required_identity
from store.query.queries import action_detail
from sync.redaction import obey
from tests.plans import enrolled, large_plan

ACTIONS: Final = 10_000
NOTES: Final = 10_000
CONFLICTS: Final = 50_000
REDACTED: Final = 5_000
BUSY: Final = "1.1.7"
EMPTIED: Final = "1.1.8"
DAY: Final = date(2022, 7, 1)
_CHANGE: Final = f"INSERT INTO change VALUES ({', '.join('?' * 15)})"
_STATE: Final = f"INSERT INTO state VALUES ({', '.join('?' * 10)})"

Row = tuple[Any, ...]


def changed(replica: str, seq: int, register: tuple[str, ...], value: str) -> Row:
    """Return the row of a change that supersedes nothing."""
    kind, target, unit, field = register
    day = "2022-06-01" if field == "status" else None
    return (
        replica,
        seq,
        seq,
        1_640_000_000,
        "O",
        unit,
        str(seq),
        kind,
        target,
        field,
        value,
        day,
        "[]",
        b"",
        None,
    )


def noted() -> Iterator[tuple[list[Row], Row]]:
    """Give the change and the register of each note on the busy action."""
    for seq in range(1, NOTES + 1):
        register = ("note", BUSY, "17", f"{seq:012x}")
        yield (
            [changed("x", seq, register, '"takimi"')],
            (*register, '"takimi"', None, seq, f"x:{seq}", None, 0),
        )


def disputed() -> Iterator[tuple[list[Row], Row]]:
    """Give the two changes and the register of each conflict, over the actions and 38 units."""
    actions = [action.id for action in large_plan(ACTIONS).actions()]
    for n in range(CONFLICTS):
        register = ("action", actions[n % ACTIONS], f"{n // ACTIONS + 1:02}", "status")
        seq, first, second = NOTES + REDACTED + n + 1, '"implemented"', '"in_progress"'
        yield (
            [changed("x", seq, register, first), changed("y", seq, register, second)],
            (
                *register, second, "2022-06-01", seq, f"y:{seq}",
                json.dumps([[f"x:{seq}", seq, first, "2022-06-01"]], separators=(",", ":")), 1,
            ),
        )  # fmt: skip


def redacted(headquarters: str) -> Iterator[tuple[list[Row], Row]]:
    """Give the changes and the register of headquarters' word for each note that it has redacted."""
    for seq in range(NOTES + 1, NOTES + REDACTED + 1):
        digest, signature = f"{seq:064x}", "00" * 64
        gone = changed(
            "x", seq, ("note", EMPTIED, "17", f"{seq:012x}"), f"~{digest}:{headquarters}:{signature}"
        )
        value = json.dumps({"replica": "x", "seq": seq, "signature": signature})
        word = ("decision", EMPTIED, "", f"redaction.{digest}.{headquarters}")
        yield [(*gone[:13], bytes.fromhex(digest), None)], (*word, value, None, seq, f"x:{seq}", None, 0)


def fill(store: Store, rows: Callable[[], Iterator[tuple[list[Row], Row]]]) -> None:
    """Write changes and registers as they are."""
    with store.writing(much=True) as conn:
        for replica in "xy":
            conn.execute("INSERT OR IGNORE INTO replica (id, changes, head) VALUES (?, 0, x'')", (replica,))
        for changes, register in rows():
            conn.executemany(_CHANGE, changes)
            conn.execute(_STATE, register)


def measure() -> list[Measurement]:
    """Measure the page of the busy action as the screen has it, and the screen of conflicts."""
    with (
        tempfile.TemporaryDirectory() as folder,
        enrolled(Path(folder) / "a.db", unit="MPB", role="headquarters", plan=large_plan(ACTIONS)) as store,
    ):
        places = Places(Path(folder), Path(folder))
        fill(store, noted)
        page = processor_seconds(lambda: action_detail(store, BUSY, today=DAY, entries=50), 5)
        with store.reading() as conn:
            identity = required_identity(conn, store.path)
        fill(store, partial(redacted, identity.replica))

        def heed() -> None:
            with store.writing() as conn:
                obey(conn, places, identity)

        heeded = processor_seconds(heed, 3)
        fill(store, disputed)

        def look() -> None:
            with store.reading() as conn:
                read_conflict(conn, conflict_rows(conn)[0])

        return [
            Measurement("page of an action with 10,000 notes", page, 0.05, "s"),
            Measurement(f"what is redacted heeded with a file, {REDACTED:,} of an action", heeded, 0.15, "s"),
            Measurement("screen of 50,000 conflicts", processor_seconds(look, 3), 1.0, "s"),
        ]
