"""Lines of JSON under zlib: read in bounded memory whatever they claim to be."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Final

from sync.wire.limits import MAX_ALL_SUPERSEDED, MAX_BODY, MAX_LINE
from sync.wire.strict import DECODE, DECODE_LONG, FormError, check_text

_INPUT: Final = 64 * 2**10
_OUTPUT: Final = 64 * 2**10


class LimitError(FormError):
    """More than the limits allow."""


class _Place:
    """The line read last, from 1, and the bytes that were decompressed for it."""

    __slots__ = ("number", "size")

    def __init__(self) -> None:
        self.number = self.size = 0


class LineReader:
    """The values of compressed lines, one by one.

    Nesting is not checked: see :func:`sync.wire.strict.check_depth`. Iterating raises FormError.
    """

    def __init__(self, compressed: bytes | bytearray | memoryview) -> None:
        self._superseded, self._at = 0, _Place()
        # what is read does not hold the reader, or what is left unread would be garbage for later
        self._values = _read(memoryview(compressed), self._at)

    @property
    def number(self) -> int:
        """The line read last, from 1."""
        return self._at.number

    @property
    def size(self) -> int:
        """The bytes that were decompressed so far."""
        return self._at.size

    def __iter__(self) -> Iterator[Any]:
        return self._values

    def next(self) -> Any:
        """The next line's value. Raises FormError at the end."""
        for value in self._values:
            return value
        raise FormError("ends too early")

    def superseding(self, count: int) -> None:
        """Count heads that a change names. Raises LimitError where the file names too many."""
        self._superseded += count
        if self._superseded > MAX_ALL_SUPERSEDED:
            raise LimitError(f"more than {MAX_ALL_SUPERSEDED} changes superseded by name")


def _read(compressed: memoryview, at: _Place) -> Iterator[Any]:
    for block in _blocks(compressed):
        at.size += len(block)
        try:
            text = block.decode()
        except UnicodeDecodeError as error:
            raise FormError("not UTF-8") from error
        raw = DECODE_LONG if check_text(text) else DECODE
        lines = text.split("\n")
        lines.pop()
        if max(map(len, lines)) > MAX_LINE // 4 and max(len(line.encode()) for line in lines) > MAX_LINE:
            raise LimitError(f"line longer than {MAX_LINE} bytes")
        try:
            for line in lines:
                at.number += 1
                value, end = raw(line)
                if end != len(line):
                    raise FormError("not one JSON value")
                yield value
        except FormError:
            raise
        except RecursionError as error:
            raise FormError("nested too deep") from error
        except ValueError as error:
            raise FormError("not JSON") from error


def _blocks(compressed: memoryview) -> Iterator[bytes]:
    """Whole lines, many at a time, never more than a few hundred kilobytes."""
    total = 0
    rest = b""
    for piece in _inflated(compressed):
        total += len(piece)
        if total > MAX_BODY:
            raise LimitError(f"body longer than {MAX_BODY} bytes")
        end = piece.rfind(b"\n") + 1
        if end:
            yield rest + piece[:end]
            rest = piece[end:]
        else:
            rest += piece
        if len(rest) > MAX_LINE:
            raise LimitError(f"line longer than {MAX_LINE} bytes")
    if rest:
        raise FormError("last line without end")


def _inflated(compressed: memoryview) -> Iterator[bytes]:
    inflate = zlib.decompressobj()
    position = 0
    pending = b""
    try:
        while not inflate.eof:
            if not pending:
                pending = bytes(compressed[position : position + _INPUT])
                position += len(pending)
                if not pending:
                    raise FormError("compressed data is cut")
            if piece := inflate.decompress(pending, _OUTPUT):
                yield piece
            pending = inflate.unconsumed_tail
    except zlib.error as error:
        raise FormError("compressed data is damaged") from error
    if inflate.unused_data or position < len(compressed):
        raise FormError("data after the compressed part")
