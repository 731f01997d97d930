"""JSON as strict as a signed file deserves: what two readers could understand differently is refused."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any, Final

from sync.wire.limits import MAX_DEPTH

_MAX_DIGITS: Final = 19
_INT64: Final = range(-(2**63), 2**63)
_LONG_NUMBER: Final = re.compile("[0-9]{19}")
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ESCAPE: Final = re.compile(r'(?<!\\)(?:\\\\)*\\(?!["\\n])')
_BESIDE: Final = re.compile("[^\0-\u0377\u0400-\u052f\u1e00-\u1eff]+")
"""What is neither Latin, Cyrillic nor a mark: of it a newer version of Unicode may ask for another order."""


class FormError(ValueError):
    """Text that is not in the strict form; the message is a short technical detail."""


def _no_float(text: str) -> Any:
    raise FormError(f"fraction {text[:20]}")


def _no_constant(text: str) -> Any:
    raise FormError(text)


def _bounded(text: str) -> int:
    if len(text.lstrip("-")) > _MAX_DIGITS or int(text) not in _INT64:
        raise FormError("integer beyond 64 bits")
    return int(text)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise FormError("key twice")
    return result


DECODE: Final = json.JSONDecoder(
    object_pairs_hook=_distinct, parse_float=_no_float, parse_constant=_no_constant
).raw_decode
DECODE_LONG: Final = json.JSONDecoder(
    object_pairs_hook=_distinct, parse_float=_no_float, parse_constant=_no_constant, parse_int=_bounded
).raw_decode


def check_text(text: str) -> bool:
    """Check the characters of one or more lines of JSON; returns whether a number in them may be long.

    Allowed are no control characters, no marks of writing direction, no escapes but quote, backslash and
    line end, and Latin and Cyrillic in NFC alone: every interpreter judges these alike. Raises FormError.
    """
    if control := _CONTROL.search(text):
        raise FormError(f"character U+{ord(control.group()):04X}")
    if "\\" in text and _ESCAPE.search(text):
        raise FormError("escape sequence")
    if not (text.isascii() or _in_nfc(text) or _in_nfc(_BESIDE.sub("\ufffd", text))):
        raise FormError("text not in NFC")
    return _LONG_NUMBER.search(text) is not None


def _in_nfc(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


def decode(line: str, long_numbers: bool) -> Any:
    """One line of checked text as data: no fractions, no NaN, no key twice, integers within 64 bits.

    Nesting is bounded by the interpreter alone: see :func:`check_depth`. Raises FormError.
    """
    try:
        value, end = (DECODE_LONG if long_numbers else DECODE)(line)
    except FormError:
        raise
    except RecursionError as error:
        raise FormError(f"nested deeper than {MAX_DEPTH}") from error
    except ValueError as error:
        raise FormError("not JSON") from error
    if end != len(line):
        raise FormError("not one JSON value")
    return value


def check_depth(value: object, allowed: int = MAX_DEPTH) -> None:
    """Raise FormError where arrays and objects are nested deeper than ``allowed``."""
    level = [value]
    for _ in range(allowed + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, (list, dict))
            for inner in (outer if isinstance(outer, list) else outer.values())
        ]
        if not level:
            return
    raise FormError(f"nested deeper than {MAX_DEPTH}")


def parse(data: bytes) -> Any:
    """A whole JSON text of one line, fully checked. Raises FormError."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise FormError("not UTF-8") from error
    value = decode(text, check_text(text))
    check_depth(value)
    return value
