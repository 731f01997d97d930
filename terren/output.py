"""Standard output is data, standard error is narration; text from data never acts on a terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, Final

_ACTING: Final = re.compile("[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def prepare() -> None:
    """Make the standard streams able to take any text, whatever their encoding."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors="replace")


def tell(text: str) -> None:
    """Say something to the person at the terminal."""
    from store.text import clean

    sys.stderr.write(clean(text, newlines=True) + "\n")


def line(text: str = "") -> None:
    """Print one line of text; line ends within it become spaces."""
    from store.text import clean

    sys.stdout.write(clean(text) + "\n")


def lines(texts: Iterable[str]) -> None:
    """Print several lines."""
    for text in texts:
        line(text)


def escaped(text: str) -> str:
    r"""JSON or TOML with the characters that could act on a terminal written as ``\uXXXX``."""
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def print_json(value: Mapping[str, Any] | list[Any]) -> None:
    """Print plain data as JSON."""
    import json

    sys.stdout.write(escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n")


def utc(seconds: int) -> str:
    """A moment in ISO 8601, UTC."""
    from datetime import datetime, timezone

    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
