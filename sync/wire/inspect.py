"""Reading a whole change set without a database: what it holds, and that it holds together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from store.db.errors import UserError
from sync.wire.body import BodyReader, Preamble
from sync.wire.decoding import decode_changes
from sync.wire.format import Header, open_container
from sync.wire.keys import verify
from sync.wire.lines import LimitError, LineReader
from sync.wire.section import Section
from sync.wire.strict import FormError


class Inspected(NamedTuple):
    """What a file holds. ``digest`` is the SHA-256 of all its bytes."""

    header: Header
    preamble: Preamble
    sections: tuple[Section, ...]
    digest: bytes


@contextmanager
def placed(file: str, lines: LineReader) -> Iterator[None]:
    """Raise UserError ``changeset_body`` or ``changeset_limit`` with the line in place of a FormError."""
    try:
        yield
    except FormError as error:
        code = "changeset_limit" if isinstance(error, LimitError) else "changeset_body"
        raise UserError(code, file=file, detail=f"line {lines.number}: {error}") from error


def body_of(file: str, body: memoryview) -> BodyReader:
    """The reader of a body that has read what is told first. Raises as :func:`placed`."""
    reader = BodyReader(body)
    with placed(file, reader.lines):
        reader.read_preamble()
    return reader


def inspect(data: bytes, file: str) -> Inspected:
    """Check everything of a file that can be checked without what is already held.

    Raises UserError with one of the ``changeset_`` codes.
    """
    container = open_container(data, file)
    reader = body_of(file, container.body)
    sections: list[Section] = []
    with placed(file, reader.lines):
        for section in reader.sections():
            sections.append(section)
            author = reader.preamble.authors.get(section.replica)
            if author is None or not verify(author.public_key, section.attested, section.attestation):
                raise UserError("changeset_signature", file=file)
            changes = decode_changes(
                section, iter(reader.lines), lambda kind, unit: None, superseding=reader.lines.superseding
            )
            last = deque(changes, maxlen=1)
            if last[0][0][13] != section.head:
                raise UserError("changeset_chain", file=file, replica=section.replica, seq=section.end)
    check_counts(container.header, sections, file)
    return Inspected(container.header, reader.preamble, tuple(sections), container.digest)


def check_counts(header: Header, sections: list[Section], file: str) -> None:
    """Refuse a file whose header counts other than its body holds."""
    changes = sum(section.length for section in sections)
    if (header.sections, header.changes) != (len(sections), changes):
        raise UserError("changeset_header", file=file, detail="changes")
