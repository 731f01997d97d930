"""A published revision of the plan as it stands in the ledger: its content in parts, and what announces it.

All of it are changes of one register, kind ``decision``, target the plan's id, no unit, field ``revision``:
first the parts, ``{"of": sha256, "part": 1, "text": …}``, each of which supersedes the one before; then the
announcement, ``{"parts": 7, "revision": 2, "sha256": …}``, which takes effect on the day from which on the
revision is in force. So the register's value is the announcement, two revisions that were published without
knowledge of each other are a conflict like any other, and whoever does not know the field passes it on.

The parts' texts make up the content, canonical JSON: ``{"format": "terren-revision/1", "plan": …, "source":
{"name", "sha256"}}`` with the plan in its exchange form, every entry that is not known by its number with its
id. A part is found by the content's SHA-256, not by the change that brought it.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from store.db.errors import UserError
from store.ledger.append import Edit
from store.ledger.change import canonical_json, order_key, shown_value
from store.plan.form import plan_to_form
from store.plan.model import Plan
from store.plan.parse import plan_from_form
from store.revision.register import ANNOUNCED, OF, PART, revision_register

_FORMAT: Final = "terren-revision/1"
_PART: Final = 15_000
"""Characters of a part: in no encoding of JSON more than the 64 KiB that a line may have."""
_MOST_PARTS: Final = 2_000
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST: Final = 2
"""The least number that can be published: a plan with number 1 comes with the installation."""


class Announcement(NamedTuple):
    """A revision as the ledger tells it. ``in_force_from`` is an ISO day."""

    number: int
    sha256: str
    parts: int
    in_force_from: str
    officer: str
    recorded_at: int


class RevisionContent(NamedTuple):
    """What was published: the plan, and the document that it was read from."""

    plan: Plan
    source_name: str
    source_sha256: str


def publishing_edits(content: RevisionContent, number: int, in_force_from: str) -> Iterator[Edit]:
    """Yield what is recorded to publish a content as revision ``number``, in the order of recording."""
    text, register = canonical_json(_form_of(content)), revision_register(content.plan.id)
    digest = _digest(text)
    parts = [text[start : start + _PART] for start in range(0, len(text), _PART)]
    if len(parts) > _MOST_PARTS:
        raise UserError("revision_too_large", found=len(text), limit=_PART * _MOST_PARTS)
    for n, part in enumerate(parts, 1):
        yield Edit(*register, {"of": digest, "part": n, "text": part})
    yield Edit(*register, {"parts": len(parts), "revision": number, "sha256": digest}, in_force_from)


def is_announced_as(content: RevisionContent, sha256: str) -> bool:
    """Return True if a content is the one that was announced by this SHA-256 (hex)."""
    return sha256 == _digest(canonical_json(_form_of(content)))


def is_day(text: str) -> bool:
    """Return True if a text is a day from which on a revision may be in force: an ISO day."""
    return _DAY.fullmatch(text) is not None


def _form_of(content: RevisionContent) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "plan": plan_to_form(content.plan, provenance=True),
        "source": {"name": content.source_name, "sha256": content.source_sha256},
    }


def read_announcements(
    conn: sqlite3.Connection, plan_id: str, *, uncounted: bool = False
) -> dict[int, Announcement]:
    """Return the revisions that the ledger tells, by number; or those it tells and does not count.

    Of several under one number the one counts that its register would show
    (``store.ledger.change.order_key``).
    """
    by_number = {told.number: told for told in all_announcements(conn, plan_id, uncounted)}
    return dict(sorted(by_number.items()))


def all_announcements(conn: sqlite3.Connection, plan_id: str, uncounted: bool) -> Iterator[Announcement]:
    """Yield all announcements that count, or all that do not, of one number the one that counts last."""
    rows = conn.execute(
        "SELECT replica || ':' || seq, lamport, value, effective_on, officer, recorded_at FROM change"
        f" WHERE {ANNOUNCED} AND target = ? AND unit = '' AND held IS {'NOT NULL' if uncounted else 'NULL'}",
        (plan_id,),
    )
    # no value is kept: anybody can write long ones that do not count
    in_order = sorted(
        (order_key(id, lamport), Announcement(*told, day if day and is_day(day) else "", officer, at))
        for id, lamport, text, day, officer, at in rows
        if (told := _announcement(json.loads(shown_value(text)))) is not None
    )
    for _, announcement in in_order:
        yield announcement


def stored_contents(conn: sqlite3.Connection) -> Iterator[tuple[int, RevisionContent]]:
    """Yield number and content of each revision that stands and that the ledger has whole."""
    rows = conn.execute("SELECT revision, id, content_sha256 FROM plan WHERE content_sha256 <> ''").fetchall()
    announced = {plan_id: read_announcements(conn, plan_id) for _, plan_id, _ in rows}
    for number, plan_id, sha256 in rows:
        told = announced[plan_id].get(number)
        if told is not None and told.sha256 == sha256:
            content = content_of(conn, plan_id, told)
            if content is not None:
                yield number, content


def _announcement(value: Any) -> tuple[int, str, int] | None:
    if not isinstance(value, dict):
        return None
    number, sha256, parts = value.get("revision"), value.get("sha256"), value.get("parts")
    if type(number) is not int or number < FIRST or number > 2**31 or not isinstance(sha256, str):
        return None
    if type(parts) is not int or not 0 < parts <= _MOST_PARTS:
        return None
    return number, sha256, parts


def content_of(conn: sqlite3.Connection, plan_id: str, told: Announcement) -> RevisionContent | None:
    """Return the content of a revision; None while parts of it are missing.

    Raises UserError ``revision_unreadable`` where it is none, or of a form that only a newer version reads.
    """
    parts: dict[int, str] = {}
    for (text,) in conn.execute(
        f"SELECT value FROM change WHERE {PART} AND {OF} = ? AND target = ? AND unit = '' AND held IS NULL",
        (told.sha256, plan_id),
    ):
        value = json.loads(text)
        if type(value.get("part")) is int and isinstance(value.get("text"), str):
            parts[value["part"]] = value["text"]
    if not all(n in parts for n in range(1, told.parts + 1)):
        return None
    text = "".join(parts[n] for n in range(1, told.parts + 1))
    try:
        if _digest(text) != told.sha256:
            raise UserError("revision_unreadable", number=told.number, detail="sha256")
        form = json.loads(text, parse_float=Decimal)
        if form["format"] != _FORMAT:
            raise UserError("revision_unreadable", number=told.number, detail=str(form["format"]))
        plan, source = plan_from_form(form["plan"]), form["source"]
        content = RevisionContent(plan, str(source["name"]), str(source["sha256"]))
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise UserError("revision_unreadable", number=told.number, detail=type(error).__name__) from error
    except UserError as refused:
        if refused.code == "revision_unreadable":
            raise
        detail = str(refused.params.get("where", refused.code))
        raise UserError("revision_unreadable", number=told.number, detail=detail) from refused
    if plan.id != plan_id:
        raise UserError("revision_unreadable", number=told.number, detail=plan.id)
    return content


def _digest(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()
