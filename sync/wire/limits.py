"""What a change set may at most be: every input up to these is taken in bounded time and memory."""

from __future__ import annotations

from typing import Final

from store.ledger.bounds import MAX_BESIDE_VALUE, MAX_VALUE

MAX_FILE: Final = 64 * 2**20
MAX_ENVELOPE_HEADER: Final = 128 * 2**10
"""Bytes of an age envelope in which its recipients must stand: what is tried to open it is bounded."""
MAX_SEALED: Final = MAX_FILE + 2**20
"""Bytes of a sealed file: the envelope adds its recipients, and 16 bytes to every 64 KiB."""
MAX_BODY: Final = 256 * 2**20
"""Bytes of the body once decompressed."""
MAX_HEADER: Final = 64 * 2**10
MAX_LINE: Final = MAX_VALUE + MAX_BESIDE_VALUE
"""Bytes of a line: it bears every change, whatever section that stands in."""
MAX_DEPTH: Final = 8
MAX_CHANGES: Final = 1_000_000
MAX_SUPERSEDED: Final = 100
"""Heads that one change may supersede: twice what is recorded here (MAX_NAMED)."""
MAX_ALL_SUPERSEDED: Final = 2 * MAX_CHANGES
"""Heads that the changes of a file supersede, of those that name them: a few bytes tell one of one's own."""
MAX_SECTIONS: Final = 1_000
"""Sections of one author in a file, one a history: what more there is comes with the next."""
RING: Final = 65_536
"""Registers that a section remembers by number; the oldest gives way."""
MAX_COUNT: Final = 2**53
"""Of changes, files, epochs: what every reader of JSON holds exactly."""
MAX_LACKS: Final = 1_000
"""Attachments that a file asks for: what more there is comes with the next."""
MAX_TURN: Final = 2**32
"""Of grants to one replica: whatever was granted, the next one has a number as well."""
MAX_TIME: Final = 2**37
"""Seconds since 1970 UTC: in a year of four digits, wherever it is shown."""
