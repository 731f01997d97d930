"""Files that ask for all that the limits allow: ``python -m tests.sync.wire.worst make FOLDER [NAME …]``.

``take`` in place of ``make`` takes them, and says at what cost.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final

from store.db.errors import UserError
from store.db.places import Places
from store.ledger.bounds import MAX_VALUE
from store.ledger.change import GENESIS, Change, canonical_json, change_hash
from store.opening.open_store import open_store
from sync.receive.receive import receive
from sync.wire.encoding import encode_changes
from sync.wire.keys import sign
from sync.wire.limits import MAX_BODY, MAX_FILE, MAX_SUPERSEDED
from sync.wire.section import Section, section_line
from tests.sync.wire.test_damage import forged, introduced, with_header
from tests.sync.world import Installation, believe, headquarters, installation

LINES: Final = 99_000
"""As many as may stand before the sections."""
ZERO: Final = "00" * 32


def changes_of(one: Installation, targets: int, heads: int, superseded: tuple[str, ...]) -> bytes:
    """A file in which every register has many heads."""
    changes = [
        Change(one.replica, n, n, 1_640_000_000, "Z", "17", str(n), "action", f"t{n % targets}", "status",
               str(n), None, superseded)
        for n in range(1, targets * heads + 1)
    ]  # fmt: skip
    return _of_one_section(one, changes)


def _of_one_section(one: Installation, changes: Sequence[Change]) -> bytes:
    *_, head = accumulate(changes, lambda prev, change: change_hash(change, prev), initial=GENESIS)
    section = Section(one.replica, 0, len(changes), GENESIS, head, b"", "Z", "17", 1_640_000_000, 0)
    section = section._replace(attestation=sign(one.places, one.replica, section.attested))
    lines = [introduced(one), section_line(section), *encode_changes(section, changes)]
    return forged(one, lines, changes=len(changes), sections=1)


def long_values(one: Installation) -> bytes:
    """A small file of many values as long as may be, of which each letter takes four bytes of memory."""
    value = canonical_json("\U00010348" + "x" * (MAX_VALUE - 8))
    changes = [
        Change(one.replica, n, n, 1_640_000_000, "Z", "17", str(n), "note", "t", f"n{n}", value, None, ())
        for n in range(1, 4_001)
    ]
    return _of_one_section(one, changes)


def told(one: Installation, *fields: object) -> bytes:
    """A file of many lines before the sections.

    ``?`` in them stands for an id of their own each, ``#`` for a number.
    """

    def lines() -> Iterator[str]:
        for n in range(LINES):
            yield json.dumps([{"?": f"{n:032x}", "#": n + 1}.get(str(field), field) for field in fields])

    return forged(one, list(lines()))


FILES: Final[dict[str, Callable[[Installation], bytes]]] = {
    "no zlib": lambda one: forged(one, os.urandom(MAX_FILE - 2**17)),
    "lines to pass over": lambda one: forged(one, zlib.compress(b'["x"]\n' * (MAX_BODY // 6), 1)),
    "one line": lambda one: forged(one, zlib.compress(b"[" * MAX_BODY, 1)),
    "introductions": lambda one: told(one, "author", "?", "1", "field", "x", ZERO),
    "grants": lambda one: told(one, "grant", "?", "1", "field", "x", ZERO, 1, "", "?", ZERO * 2),
    "vector": lambda one: told(one, "holds", "?", 1, ZERO),
    "one vector": lambda one: told(one, "holds", one.replica, "#", ZERO),
    "heads": lambda one: changes_of(one, 20, MAX_SUPERSEDED - 1, ()),
    "awaited": lambda one: changes_of(
        one, 6_000, 1, tuple(f"{n:032x}:1:{n:032x}" for n in range(MAX_SUPERSEDED * 4 // 5))
    ),
    "long values": long_values,
    "keys": lambda one: with_header(one, lambda form: form.update({f"k{n}": n for n in range(5_000)})),
}


def make(folder: Path, names: Sequence[str]) -> None:
    """Write the files of these names, and a headquarters that knows their sender."""
    one, center = installation(folder / "one"), headquarters(folder / "center")
    believe(one, center)
    for name in names:
        (folder / f"{name}.terren").write_bytes(FILES[name](one))
    for each in (one, center):
        each.store.close()


def _megabytes() -> float:
    """The most memory so far of this process.

    Linux counts it anew for a program; what ``getrusage`` says may be that of the process that started it.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        (peak,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def take(folder: Path, names: Sequence[str]) -> None:
    """Take each and print its name, what came of it, seconds of processor, and the most megabytes so far."""
    places = Places(folder / "center", folder / "center")
    for name in names:
        begun = time.process_time()
        with open_store(places.database) as store:
            try:
                receive(store, places, folder / f"{name}.terren")
                said = "taken"
            except UserError as refused:
                said = refused.code
        sys.stdout.write(f"{name}\t{said}\t{time.process_time() - begun:.2f}\t{_megabytes():.0f}\n")


if __name__ == "__main__":
    {"make": make, "take": take}[sys.argv[1]](Path(sys.argv[2]), sys.argv[3:] or list(FILES))
