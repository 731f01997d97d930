"""Filters saved under names: lines ``name = "mine overdue"`` under ``[filters]`` of the configuration.

Saving edits that one line. Everything else in the file, comments included, stays as people wrote it; a file
in which one line cannot do (an inline table, a dotted key) is refused rather than rewritten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from store.db.durable import write_durably
from store.db.errors import UserError
from store.db.private import create_private_folder
from store.db.settings import read_config, read_settings
from store.db.text import clean
from store.db.toml import parse_toml
from store.query.filters.filter import Filter
from store.query.filters.filter_form import read_filter, write_filter

MAX_NAME: Final = 60

_HEADER: Final = re.compile(r"\[\s*(?:filters|\"filters\"|'filters')\s*\](?:\s*#.*)?")
_ANY_HEADER: Final = re.compile(r"\s*\[")


def named_filters(config: Path) -> dict[str, str]:
    """Return the compact forms by name, in the order of the file; empty where there is no configuration.

    Raises UserError ``config_unreadable``.
    """
    return dict(read_settings(config).checked().filters)


def named_filter(config: Path, name: str) -> Filter:
    """Return the filter saved under a name.

    Raises UserError ``filter_unknown``, ``filter_unreadable`` or as above.
    """
    forms = named_filters(config)
    if name not in forms:
        raise UserError("filter_unknown", found=name, known=[*forms])
    return read_filter(forms[name])


def save_filter(config: Path, name: str, wanted: Filter) -> str | None:
    """Save a filter under a name, in place of what was saved there, and give back what that was.

    The folder of the configuration is made where it is missing. Raises UserError ``filter_name``,
    ``config_unreadable``, ``config_by_hand`` where the line must be written by a person, or what the disk
    says.
    """
    if not name or name != clean(name).strip() or len(name) > MAX_NAME:
        raise UserError("filter_name", found=name, limit=MAX_NAME)
    forms, text = named_filters(config), read_config(config)
    form = write_filter(wanted)
    line = f"{_quoted(name)} = {_quoted(form)}"
    if not _change(config, text, _with_line(text, name, line), {**forms, name: form}):
        raise UserError("config_by_hand", file=str(config), line=line)
    return forms.get(name)


def forget_filter(config: Path, name: str) -> str:
    """Take the filter saved under a name away, and give back its compact form.

    Raises UserError ``filter_unknown``, ``config_unreadable``, ``config_remove_by_hand`` where a person must
    take the line away, or what the disk says.
    """
    forms, text = named_filters(config), read_config(config)
    if name not in forms:
        raise UserError("filter_unknown", found=name, known=[*forms])
    rest = {other: form for other, form in forms.items() if other != name}
    if not _change(config, text, _without_line(text, name), rest):
        raise UserError("config_remove_by_hand", file=str(config), found=name)
    return forms[name]


def _change(config: Path, before: str, changed: str, filters: Mapping[str, str]) -> bool:
    """Write the configuration as long as it then has these filters and all else as before; else false."""
    if _parse(changed) != {**(_parse(before) or {}), "filters": filters}:
        return False
    create_private_folder(config.parent)
    write_durably(config, changed.encode(), replace=True)
    return True


def _quoted(text: str) -> str:
    # JSON's strings are TOML's basic strings, but for the delete character, which clean text has not
    return json.dumps(text, ensure_ascii=False)


def _parse(text: str) -> dict[str, Any] | None:
    try:
        return parse_toml(text)
    except ValueError:
        return None


def _lines(text: str) -> list[str]:
    return re.split(r"(?<=\n)", text)


def _section(lines: list[str]) -> range | None:
    """Return the lines below ``[filters]``; None where there is no such heading."""
    start = next((n for n, line in enumerate(lines) if _HEADER.fullmatch(line.strip())), None)
    if start is None:
        return None
    end = next((n for n in range(start + 1, len(lines)) if _ANY_HEADER.match(lines[n])), len(lines))
    return range(start + 1, end)


def _without_line(text: str, name: str) -> str:
    """Return the text without the line of that name under ``[filters]``."""
    lines = _lines(text)
    section = _section(lines) or range(0)
    return "".join(
        line for n, line in enumerate(lines) if n not in section or name not in (_parse(line) or {})
    )


def _with_line(text: str, name: str, line: str) -> str:
    """Return the text with the line under ``[filters]``: in place of the same name's, else after the last."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = _lines(text)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end if lines[-1] else ""
    section = _section(lines)
    if section is None:
        return "".join([*lines, end if text.strip() else "", "[filters]", end, line, end])
    after = section.start
    for n in section:
        if name in (_parse(lines[n]) or {}):
            lines[n] = line + end
            return "".join(lines)
        if lines[n].strip():
            after = n + 1
    lines.insert(after, line + end)
    return "".join(lines)
