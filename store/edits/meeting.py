"""Meetings: what the minutes are drawn from.

A meeting is one register of kind ``meeting``, of the unit that holds it: its target is the meeting's id (48
random bits), its field ``about``, its value ``{"title", "date", "agenda"}`` with the ids of the actions in
their order, ``"place"``, ``"present"`` and ``"absent"`` (lists of names) where they are known, and
``"ended": true`` once it is over.

Whatever is recorded in it (statuses, money, notes, resolutions, decisions) are ordinary changes
whose batch ends with ``@`` and the meeting's id (``store.ledger.identity.new_batch``). So undo takes them
back like any others, and an undo carries the mark as well. Nothing else is stored: minutes are computed
from the marked changes of the unit that holds it, also where these were received in a file. A meeting of
another unit takes no word: its minutes are that unit's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from schema.types import read_day
from store.db.database import Connection, Store
from store.db.errors import UserError
from store.edits.edits import checked_text, new_entry_id
from store.edits.named import meant, to_type
from store.ledger.append import Edit, append
from store.ledger.change import Register
from store.ledger.identity import (
    Identity,
    new_batch,
    read_identity,
    refuse_if_not_allowed,
    write_transaction,
)
from store.plan.lookup import ActionKey, action_numbers, find_action_id


class Meeting(NamedTuple):
    """A meeting of a unit; ``day`` is ISO, ``agenda`` holds ids of actions.

    ``ended`` says that it is over: it is no longer proposed to go on with, and nothing else follows from it.
    """

    id: str
    unit: str
    title: str
    day: str
    agenda: tuple[str, ...]
    ended: bool = False
    place: str = ""
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what names it and no other: two units may have given one id."""
        return f"{self.unit}:{self.id}"

    def held_on(self, today: date) -> date:
        """Return its day, from which due days are counted; today where a file brought one that is none."""
        return read_day(self.day) or today


def open_meeting(
    store: Store,
    title: str,
    on: date,
    agenda: Iterable[ActionKey],
    *,
    place: str = "",
    present: str = "",
    absent: str = "",
) -> Meeting:
    """Begin a meeting with an agenda of action numbers; an empty ``place`` is not known.

    ``present`` and ``absent`` are names, as :func:`names_of` reads them. Raises UserError ``text_empty``,
    ``text_too_long``, ``action_unknown`` or ``no_identity``.
    """
    checked = checked_text(title, newlines=False)
    with write_transaction(store) as (conn, identity):
        actions = tuple(dict.fromkeys(find_action_id(conn, nr) for nr in agenda))
        meeting = Meeting(
            new_entry_id(),
            identity.unit,
            checked,
            on.isoformat(),
            actions,
            place=_place(place),
            present=names_of(present),
            absent=names_of(absent),
        )
        append(conn, identity, [meeting_edit(meeting)], batch=new_batch(conn, identity, meeting.id))
        return meeting


def amend_meeting(
    store: Store,
    meeting: str,
    *,
    title: str | None = None,
    on: date | None = None,
    agenda: Iterable[ActionKey] | None = None,
    place: str | None = None,
    present: str | None = None,
    absent: str | None = None,
    before: Meeting | None = None,
) -> Meeting:
    """Change what is known of a meeting; None leaves it as it is. Raises as :func:`open_meeting`.

    And UserError ``meeting_unknown``, ``not_allowed``, or where something else is changed than in the meeting
    as the person saw it (``before``), ``changed_meanwhile``. One that is over stays so.
    """
    with write_transaction(store) as (conn, identity):
        amended = stands = own_meeting(conn, identity, meeting)
        if title is not None:
            amended = amended._replace(title=checked_text(title, newlines=False))
        if on is not None:
            amended = amended._replace(day=on.isoformat())
        if place is not None:
            amended = amended._replace(place=_place(place))
        if present is not None:
            amended = amended._replace(present=names_of(present))
        if absent is not None:
            amended = amended._replace(absent=names_of(absent))
        if agenda is not None:
            amended = amended._replace(agenda=tuple(dict.fromkeys(find_action_id(conn, nr) for nr in agenda)))
        _refuse_unseen(conn, before or stands, stands, amended)
        append(conn, identity, [meeting_edit(amended)], batch=new_batch(conn, identity, amended.id))
        return amended


def _refuse_unseen(conn: Connection, before: Meeting, stands: Meeting, amended: Meeting) -> None:
    """Raise UserError ``changed_meanwhile`` where what is amended is another than the person saw."""
    for field, was, now, wanted in zip(Meeting._fields, before, stands, amended, strict=True):
        if wanted != now != was:
            # of an agenda numbers
            called = action_numbers(conn)
            shown = "; ".join(called.get(str(of), str(of)) for of in now) if isinstance(now, tuple) else now
            about = {"nr": stands.title, "kind": "meeting", "field": field}
            raise UserError("changed_meanwhile", **about, values=[shown], now=now)


def _place(text: str) -> str:
    return checked_text(text, newlines=False) if text.strip() else ""


def names_of(text: str) -> tuple[str, ...]:
    """Return the names of a text, one a line or parted by ``;``, none twice.

    A comma parts none: it stands between a name and an office. Raises UserError ``text_too_long``.
    """
    if not text.strip():
        return ()
    parts = re.split("[;\n]", checked_text(text))
    return tuple(dict.fromkeys(checked_text(part, newlines=False) for part in parts if part.strip()))


def own_meeting(conn: Connection, identity: Identity, meeting: str) -> Meeting:
    """The meeting whose id begins so, which this installation may change.

    Raises UserError ``meeting_unknown`` or ``not_allowed``.
    """
    own = find_meeting(conn, meeting)
    refuse_if_not_allowed(identity, "meeting", own.unit)
    return own


def meeting_edit(meeting: Meeting) -> Edit:
    """Return what records a meeting as it is given."""
    value: dict[str, object] = {
        "title": meeting.title,
        "date": meeting.day,
        "agenda": list(meeting.agenda),
    }
    if meeting.ended:
        value["ended"] = True
    if meeting.place:
        value["place"] = meeting.place
    if meeting.present:
        value["present"] = list(meeting.present)
    if meeting.absent:
        value["absent"] = list(meeting.absent)
    return Edit("meeting", meeting.id, meeting.unit, "about", value)


def meetings(store: Store) -> list[Meeting]:
    """All meetings, the latest day first."""
    with store.reading() as conn:
        return read_meetings(conn)


def read_meetings(conn: Connection) -> list[Meeting]:
    """As :func:`meetings`, in the caller's transaction; those of a newer form are left out."""
    rows = conn.execute(
        "SELECT target, unit, value, lamport FROM state WHERE kind = 'meeting' AND field = 'about'"
    ).fetchall()
    ordered = [
        (row[3], meeting)
        for row in rows
        if (meeting := _read(row[0], row[1], json.loads(row[2]))) is not None
    ]
    ordered.sort(key=lambda item: (item[1].day, item[0], item[1].id), reverse=True)
    return [meeting for _, meeting in ordered]


def _read(target: str, unit: str, value: object) -> Meeting | None:
    if not isinstance(value, dict):
        return None
    title, day, agenda = value.get("title"), value.get("date"), value.get("agenda")
    if not isinstance(title, str) or not isinstance(day, str) or not isinstance(agenda, list):
        return None
    actions = tuple(action for action in agenda if isinstance(action, str))
    place = value.get("place")
    where = place if isinstance(place, str) else ""
    present, absent = (_names(value.get(key)) for key in ("present", "absent"))
    return Meeting(target, unit, title, day, actions, value.get("ended") is True, where, present, absent)


def _names(recorded: object) -> tuple[str, ...]:
    return tuple(name for name in recorded if isinstance(name, str)) if isinstance(recorded, list) else ()


def find_meeting(conn: Connection, meeting: str) -> Meeting:
    """The meeting whose id begins so, one's own before others', or that ``UNIT:ID`` names.

    Raises UserError ``meeting_unknown`` where it is none or several.
    """
    identity = read_identity(conn)
    by_register = {_register(listed): listed for listed in read_meetings(conn)}
    named = meant(
        meeting, by_register, _id, lambda register: identity is not None and register.unit == identity.unit
    )
    if len(named) != 1:
        names = zip(to_type(by_register, _id, whole=True), by_register.values(), strict=True)
        raise UserError(
            "meeting_unknown", found=meeting, known=[f"{name} ({titled.title})" for name, titled in names]
        )
    return by_register[named[0]]


def _register(meeting: Meeting) -> Register:
    return Register("meeting", meeting.id, meeting.unit, "about")


def _id(register: Register) -> str:
    return register.target
