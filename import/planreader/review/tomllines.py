"""In which line of a TOML file a value stands: what reads TOML does not say."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_HEAD: Final = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY: Final = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_PART: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*\.?""")
_TEXT: Final = re.compile(r"""\"\"\"|'''|"(?:[^"\\]|\\.)*"|'[^']*'|#.*""")


def lines_of(text: str) -> dict[str, int]:
    """Return the line of each table and key by its path, as ``objectives/2/title``: lists count from 1."""
    lines: dict[str, int] = {}
    counts: Counter[str] = Counter()
    table, inside = "", ""
    for number, line in enumerate(text.split("\n"), 1):
        if not inside:
            if head := _HEAD.fullmatch(line):
                table = _table(_parts(head[2]), head[1] == "[[", counts)
                lines[table] = number
                continue
            if key := _KEY.match(line):
                lines.setdefault("/".join(filter(None, (table, *_parts(key[1])))), number)
        inside = _inside(line, inside)
    return lines


def line_of(lines: dict[str, int], path: str) -> int:
    """Return the line of a path, or of the nearest thing around it."""
    while path and path not in lines:
        path = path.rpartition("/")[0]
    return lines.get(path, 1)


def _parts(name: str) -> list[str]:
    return [next(part for part in match.groups() if part is not None) for match in _PART.finditer(name)]


def _table(parts: list[str], is_entry: bool, counts: Counter[str]) -> str:
    """Return the path of a table: the last entry of each list on the way, and a new one of its own list."""
    path = ""
    for n, part in enumerate(parts, 1):
        path = f"{path}/{part}" if path else part
        if is_entry and n == len(parts):
            counts[path] += 1
        if counts[path]:
            path = f"{path}/{counts[path]}"
    return path


def _inside(line: str, inside: str) -> str:
    """Return the quotes of a text of several lines that goes on after a line; empty where none does."""
    at = 0
    while at < len(line):
        if inside:
            end = line.find(inside, at)
            if end < 0:
                return inside
            at, inside = end + len(inside), ""
            continue
        match = _TEXT.search(line, at)
        if match is None:
            return ""
        at = match.end()
        if match[0] in ('"""', "'''"):
            inside = match[0]
    return inside
