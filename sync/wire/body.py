"""The body of a change set: what its sender tells of replicas and files, then the sections."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from store.exchange.change_sets import Author
from store.exchange.peers import ALL, End, Vector
from store.exchange.trust import Grant
from store.ledger.change import Change
from store.ledger.lineage import Lineage
from sync.wire.encoding import encode_changes
from sync.wire.format import author_of, hexadecimal, name, number
from sync.wire.grants import (
    FOLLOWS,
    GRANT,
    LONGEST,
    PLAIN,
    follows_of_line,
    grant_lines,
    grant_of_line,
)
from sync.wire.limits import (
    MAX_ALL_SUPERSEDED,
    MAX_BODY,
    MAX_CHANGES,
    MAX_COUNT,
    MAX_FILE,
    MAX_HEADER,
    MAX_LACKS,
    MAX_LINE,
)
from sync.wire.lines import LimitError, LineReader
from sync.wire.section import TAG, Section, section_line, section_of_line
from sync.wire.strict import FormError, check_depth

AUTHOR: Final = "author"
HOLDS: Final = "holds"
HISTORIES: Final = "histories"
RECEIPT: Final = "receipt"
CONTINUES: Final = "continues"
LACKS: Final = "lacks"

_ROOM: Final = MAX_FILE - MAX_HEADER - 1024
_MAX_TOLD: Final = 100_000
_MAX_TOLD_BYTES: Final = 32 * 2**20
"""Lines before the sections, which are read of a stranger too, and their bytes: 300 of each line."""
_MAX_ENDS: Final = 10_000
"""Ends of histories that a sender says it holds: they are kept with the file, and read again."""
_MEMORY_LEVEL: Final = 9


class Preamble(NamedTuple):
    """What a sender tells before its sections.

    ``authors`` introduces every replica that it has changes of, ``vector`` is what it holds,
    ``receipts`` are the ids and check codes of files that it has received from the one it writes to,
    ``grants`` what others have granted: each is believed by its own signature only. ``lacks`` are the hashes
    of attachments that it knows of and does not have, of more than MAX_LACKS the first.
    """

    authors: Mapping[str, Author]
    vector: Vector
    receipts: tuple[tuple[str, str], ...]
    lineages: tuple[Lineage, ...] = ()
    grants: tuple[Grant, ...] = ()
    lacks: tuple[str, ...] = ()


class BodyWriter:
    """Compresses a body line by line and keeps it within the limits."""

    def __init__(self, preamble: Preamble) -> None:
        self._compressor = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, _MEMORY_LEVEL)
        self._body = bytearray()
        self._length = 0
        self.changes = self.sections = self._superseded = 0
        for author in preamble.authors.values():
            self._tell(AUTHOR, *author[:4], author.public_key.hex())
        for replica, ends in preamble.vector.items():
            for end in ends:
                if end[2] == ALL:
                    self._tell(HISTORIES, replica, *end[:2])
                else:
                    self._tell(HOLDS, replica, *(end if end[2] else end[:2]))
        for receipt in preamble.receipts:
            self._tell(RECEIPT, *receipt)
        for link in preamble.lineages:
            self._tell(CONTINUES, *link[:3], link.head.hex())
        for grant in preamble.grants:
            for line in grant_lines(grant):
                self._tell(*line)
        for digest in preamble.lacks[:MAX_LACKS]:
            self._tell(LACKS, digest)

    def add(self, section: Section, changes: Iterable[Change]) -> bool:
        """Write a section; False where it does not fit, and then nothing of it is written."""
        if self.changes + section.length > MAX_CHANGES:
            return False
        before = self._compressor.copy(), len(self._body), self._length, self._superseded
        self._line(section_line(section))
        for line in encode_changes(section, self._counted(changes)):
            full = self._line(line) > MAX_LINE or self._length > MAX_BODY or len(self._body) > _ROOM
            if full or self._superseded > MAX_ALL_SUPERSEDED:
                self._compressor, size, self._length, self._superseded = before
                del self._body[size:]
                return False
        self.changes += section.length
        self.sections += 1
        return True

    def finish(self) -> bytearray:
        """The compressed body."""
        self._body += self._compressor.flush()
        return self._body

    def _counted(self, changes: Iterable[Change]) -> Iterator[Change]:
        for change in changes:
            self._superseded += len(change.supersedes)
            yield change

    def _tell(self, *fields: object) -> None:
        self._line(json.dumps(fields, ensure_ascii=False, separators=(",", ":")))

    def _line(self, line: str) -> int:
        data = line.encode() + b"\n"
        self._length += len(data)
        self._body += self._compressor.compress(data)
        return len(data) - 1


class BodyReader:
    """Reads a body: :meth:`read_preamble` first, then the sections one after the other. Raises FormError.

    ``lines`` stands in the body; whoever reads a section's changes from it leaves it at the next line.
    """

    def __init__(self, body: bytes | bytearray | memoryview) -> None:
        self.lines = LineReader(body)
        self.preamble = Preamble({}, {}, ())
        self._first: list[Any] | None = None

    def read_preamble(self) -> None:
        """Read what stands before the sections into ``preamble``."""
        authors: dict[str, Author] = {}
        # in the order in which they come, each once: many lines are no work
        ends: dict[str, dict[End, None]] = {}
        receipts: dict[str, str] = {}
        links: list[Lineage] = []
        grants: dict[Grant, None] = {}
        follows: dict[tuple[str, str], bytes] = {}
        vector_lines = 0
        lacks: dict[str, None] = {}
        for value in self.lines:
            line = _tagged(value)
            if line[0] == TAG:
                self._first = line
                break
            if line[0] == AUTHOR and len(line) == 6:
                author = author_of(*line[1:])
                if authors.setdefault(author.replica, author) is not author:
                    raise FormError("author twice")
            elif line[0] == HOLDS and len(line) in (4, 5):
                replica = hexadecimal(line[1], 16, "replica").hex()
                redacted = hexadecimal(line[4], 16, "redacted").hex() if len(line) > 4 else ""
                end = number(line[2], MAX_COUNT, "length"), hexadecimal(line[3], 32, "head").hex(), redacted
                ends.setdefault(replica, {})[end] = None
            elif line[0] == HISTORIES and len(line) == 4:
                replica = hexadecimal(line[1], 16, "replica").hex()
                digest = hexadecimal(line[3], 32, "histories").hex()
                ends[replica] = {(number(line[2], MAX_COUNT, "histories"), digest, ALL): None}
            elif line[0] == RECEIPT and len(line) == 3:
                receipts[hexadecimal(line[1], 16, "receipt").hex()] = name(line[2], "receipt")
            elif line[0] == GRANT and PLAIN <= len(line) <= LONGEST:
                grants[grant_of_line(line)] = None
            elif line[0] == FOLLOWS and len(line) == 4:
                heir, signature = follows_of_line(line)
                follows[heir] = signature
            elif line[0] == CONTINUES and len(line) in (4, 5):
                new, old = (hexadecimal(text, 16, "replica").hex() for text in line[1:3])
                head = hexadecimal(line[4], 32, "head") if len(line) > 4 and line[4] else b""
                links.append(Lineage(new, old, number(line[3], MAX_COUNT, "length"), head))
            elif line[0] == LACKS and len(line) == 2:
                digest = hexadecimal(line[1], 32, "lacks").hex()
                if len(lacks) < MAX_LACKS:
                    lacks[digest] = None
            vector_lines += line[0] in (HOLDS, HISTORIES)
            if vector_lines > _MAX_ENDS:
                raise LimitError(f"more than {_MAX_ENDS} ends of histories")
            if self.lines.number > _MAX_TOLD:
                raise LimitError(f"more than {_MAX_TOLD} lines before the sections")
            if self.lines.size > _MAX_TOLD_BYTES:
                raise LimitError(f"more than {_MAX_TOLD_BYTES} bytes before the sections")
        signed = [
            grant._replace(signature=grant.signature + follows.get((grant.replica, grant.granted_by), b""))
            for grant in grants
        ]
        vector = {replica: tuple(stated) for replica, stated in ends.items()}
        self.preamble = Preamble(
            authors, vector, tuple(receipts.items()), tuple(links), tuple(signed), tuple(lacks)
        )

    def sections(self) -> Iterator[Section]:
        """The sections. Before the next is asked for, the changes of the last must have been read."""
        line, changes = self._first, 0
        while line is not None:
            section = section_of_line(line)
            changes += section.length
            if changes > MAX_CHANGES:
                raise LimitError(f"more than {MAX_CHANGES} changes")
            yield section
            value = next(iter(self.lines), None)
            line = None if value is None else _tagged(value)


def _tagged(value: object) -> list[Any]:
    """A line that begins with a word; lines with a word of a later version are passed over."""
    if not isinstance(value, list) or not value or not isinstance(value[0], str):
        raise FormError("line")
    check_depth(value)
    return value


def packed_section(section: Section, changes: Iterable[Change]) -> bytes:
    """A section by itself, compressed, as it is kept while it is pending."""
    compressor = zlib.compressobj(6)
    pieces = [compressor.compress(section_line(section).encode() + b"\n")]
    pieces += [compressor.compress(line.encode() + b"\n") for line in encode_changes(section, changes)]
    return b"".join((*pieces, compressor.flush()))


def unpacked_section(packed: bytes) -> tuple[Section, LineReader]:
    """A pending section and the reader of its changes."""
    lines = LineReader(packed)
    return section_of_line(_tagged(lines.next())), lines
