"""The compact form of a filter: ``mine overdue due=this status=implemented,not_reported lead=MPB``.

Words with spaces are quoted as in a shell. It reads back to the same filter, and is what the configuration
keeps under a name.
"""

from __future__ import annotations

import shlex
from typing import Any, Final

from store.account.statuses import STATUSES
from store.db.errors import UserError
from store.db.text import clean
from store.query.filters.filter import NOT_REPORTED, THIS_YEAR, Filter
from store.query.filters.filter_parts import FLAGS, TEXTS

_ASSESSED: Final = {"assessed": True, "unassessed": False}


def write_filter(wanted: Filter) -> str:
    """Return a filter in one line; an empty one for the filter that everything meets."""
    parts = [name for name in FLAGS if getattr(wanted, name)]
    parts += [name for name, asked in _ASSESSED.items() if wanted.assessed is asked]
    if wanted.due is not None:
        parts.append(f"due={wanted.due}")
    if wanted.statuses:
        statuses = [status for status in (*STATUSES, NOT_REPORTED) if status in wanted.statuses]
        parts.append(f"status={','.join([*statuses, *sorted(wanted.statuses - {*statuses})])}")
    parts += [
        f"{name}={shlex.quote(text)}"
        for name in TEXTS
        if (text := clean(getattr(wanted, name) or "").strip())
    ]
    return " ".join(parts)


def read_filter(form: str) -> Filter:
    """Return the filter of a compact form. Raises UserError ``filter_unreadable``."""
    try:
        parts = shlex.split(form)
    except ValueError as error:
        raise UserError("filter_unreadable", found=form) from error
    fields: dict[str, Any] = {}
    for part in parts:
        name, equals, value = part.partition("=")
        if not equals and name in FLAGS:
            fields[name] = True
        elif not equals and name in _ASSESSED:
            fields["assessed"] = _ASSESSED[name]
        elif equals and value and name in TEXTS:
            fields[name] = value
        elif name == "due" and value == THIS_YEAR:
            fields["due"] = THIS_YEAR
        elif name == "due" and len(value) == 4 and value.isascii() and value.isdigit():
            fields["due"] = int(value)
        elif name == "status" and value and {*value.split(",")} <= {*STATUSES, NOT_REPORTED}:
            fields["statuses"] = frozenset(value.split(","))
        else:
            raise UserError("filter_unreadable", found=part)
    return Filter(**fields)
