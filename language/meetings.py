"""What changed of a meeting, in words of the current language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from language import _, ngettext
from language.dates import date
from language.numbers import figure


def amended(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    """Yield each thing that is known otherwise of a meeting than before, but for its title and its end."""
    labels = {
        "date": _("Date"),
        "place": _("Place of the meeting"),
        "present": _("Present"),
        "absent": _("Absent"),
        "agenda": _("Agenda"),
    }
    for field, label in labels.items():
        now = after.get(field)
        if now != before.get(field):
            yield f"{label}: {_agenda(before, now) if field == 'agenda' else _words(field, now)}"


def _agenda(before: Mapping[str, object], now: object) -> str:
    was, actions = ([*map(str, of)] if isinstance(of, list) else [] for of in (before.get("agenda"), now))
    if sorted(was) == sorted(actions):
        return _("in another order")
    return ngettext("{n} action", "{n} actions", len(actions)).format(n=len(actions))


def _words(field: str, now: object) -> str:
    return figure(field, date(now) if field == "date" and isinstance(now, str) else now)
