"""Registers of the ledger, their values and changes, and where these stand, in words of the current language.

Kinds, fields and values may come from a newer version: what is unknown is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date as Day
from typing import Final

from language import N_, NAMES, _, counted, ngettext
from language.commands import named_institution
from language.dates import age, date
from language.numbers import NOTHING, figure, number, priced
from language.terms import chapter, evidence_kind, reporting_rule, review, status
from schema.registers import ENTRIES, KINDS, field_of, type_of
from schema.types import MAX_LONG_TEXT, FieldType

NAMED: Final = {
    "institution": N_("Institutions"),
    "funding": N_("Funding"),
    "document": N_("Documents"),
}
"""What a register of a name's spelling concerns, in place of an action."""

STATES: Final = {
    "local": N_("not sent yet"),
    "received": N_("received"),
    "accepted": N_("confirmed"),
    "conflict": N_("in conflict"),
}
"""States that need no further words."""

HELD: Final = {
    "unit": N_("held: its author does not report for this unit"),
    "role": N_("held: only headquarters may say this"),
    "revoked": N_("held: the key of its author was revoked"),
    "form": N_("held: a value of the wrong form"),
    "counter": N_("held: its number is far beyond all that its author can have seen"),
}
"""Reasons for which a change changes no view."""

_MONEY_FIELD: Final = re.compile(r"(\d{4})\.([a-z.]+)", re.ASCII)
_MEETING: Final = re.compile("[0-9a-f]{12}")
"""The target of what a meeting agreed on no action."""
_OF_MEETING: Final = {
    "absent": N_("Absent"),
    "agenda": N_("Agenda"),
    "date": N_("Date"),
    "place": N_("Place of the meeting"),
    "present": N_("Present"),
}
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_ANYTHING: Final = FieldType()
_BEGINNING: Final = 60

GONE: Final = object()
"""A value that has been redacted."""
WITHHELD: Final = object()
"""A value that its author replaced or withdrew before it was sent."""


def present(content: object, gone_by: str | None) -> object:
    """Return a value, or what stands for one that is gone; ``gone_by`` is empty for its author."""
    return content if gone_by is None else GONE if gone_by else WITHHELD


def is_redaction(code: str, field: str) -> bool:
    """Return True if a register is headquarters' word that a value is redacted."""
    return code == "decision" and field.startswith("redaction.")


def kind(code: str) -> str:
    """Return the kind of a register in words."""
    return _(KINDS[code].label) if code in KINDS else figure("kind", code)


def register(code: str, field: str) -> str:
    """Return what a register holds: "Status", "Spent, capital 2022", "Note", "Measurement 2022"."""
    if code == "money" and (match := _MONEY_FIELD.fullmatch(field)):
        amount = field_of(code, match[2])
        return f"{match[2] if amount is None else _(amount.label)} {match[1]}"
    if is_redaction(code, field):
        field = "redaction"
    declared = field_of(code, field)
    if declared is not None and declared.label:
        label = " ".join(filter(None, (_(declared.label), field[len(declared.name) + 1 :])))
        return label if code == "action" else f"{kind(code)}: {label}"
    if code == "meeting" and field in _OF_MEETING:
        return _(_OF_MEETING[field])
    if code == "desk":
        return f"{kind(code)}: {chapter(*field.split('.', 1))}"
    if code == "narrative":
        place, _at, spoken = field.partition("@")
        words = chapter(*place.split(".", 1))
        return f"{words} ({figure('language', NAMES.get(spoken, spoken))})" if spoken else words
    if code == "indicator" and _YEAR.match(field):
        return f"{kind(code)} {figure('field', field)}"
    if code in ENTRIES or (code, field) == ("review", "report"):
        return kind(code)
    return f"{kind(code)}: {figure('field', field)}" if field else kind(code)


def _begun(text: str) -> str:
    """Return the beginning of a text."""
    return f"{text[:_BEGINNING]}…" if len(text) > _BEGINNING else text


def resolution_words(resolution: Mapping[str, object]) -> list[str]:
    """Return who is responsible for a decision, by when, and when it was done, as far as that is said."""
    parts = list[str]()
    if who := resolution.get("responsible"):
        parts.append(_("Responsible: {who}").format(who=figure("responsible", named_institution(str(who)))))
    for name, words in (("due", _("By when: {day}")), ("done", _("Done: {day}"))):
        if day := resolution.get(name):
            parts.append(words.format(day=figure(name, date(day) if isinstance(day, (str, Day)) else day)))
    return parts


def _revision(revision: Mapping[str, object]) -> str:
    digest = figure("sha256", revision.get("sha256", revision.get("of")))[:8]
    if "part" in revision:
        return _("part {n} of {digest}").format(n=figure("part", revision["part"]), digest=digest)
    return _("revision {number} ({digest})").format(
        number=figure("revision", revision.get("revision")), digest=digest
    )


def value(code: str, field: str, content: object, currency: str = "") -> str:
    """Return a register's value in words: a status, an amount, a day, one line of text; a dash for None.

    ``currency`` is the plan's, where it does not stand above the amounts already. A text longer than any that
    a person types, or of an unknown field, is cut to its beginning.
    """
    text = _in_words(code, field, content, currency)
    is_known = type_of(code, field) is not None
    return text if len(text) <= MAX_LONG_TEXT and is_known else _begun(text)


def _amended(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    """Yield what is another of a meeting than before, but for its title and its end."""
    for field, label in _OF_MEETING.items():
        was, now = before.get(field), after.get(field)
        if was == now:
            continue
        words = figure(field, date(now) if field == "date" and isinstance(now, str) else now)
        if field == "agenda":
            old, actions = ([*map(str, of)] if isinstance(of, list) else [] for of in (was, now))
            words = counted("{n} action", "{n} actions", len(actions))
            if sorted(old) == sorted(actions):
                words = _("in another order")
        yield f"{_(label)}: {words}"


def value_after(
    code: str, field: str, content: object, currency: str, beside: Iterable[object], old: object = None
) -> str:
    """Return what stands after a change in words: its value, or all that are in conflict.

    ``beside`` are the values that the same step set beside its own. A meeting's value is its title, so that
    what else is another than of the ``old`` value stands behind it.
    """
    after = value(code, field, content, currency)
    if code == "meeting" and isinstance(old, dict) and isinstance(content, dict):
        after = " · ".join((after, *_amended(old, content)))
    if not (others := [value(code, field, other, currency) for other in beside]):
        return after
    return _("in conflict: {values}").format(values=" / ".join([after, *others]))


def _attached(told: object) -> str:
    """Return what goes along with evidence: its name and how large it is."""
    if not isinstance(told, dict) or type(size := told.get("bytes")) is not int:
        return ""
    name = figure("name", told.get("name"))
    return " · " + _("attached: {name} ({size} kB)").format(name=name, size=number(-(-size // 1024)))


def _in_words(code: str, field: str, content: object, currency: str) -> str:
    if content is GONE:
        return _("redacted")
    if content is WITHHELD:
        return _("taken back before it was sent")
    if content is None:
        return status(None) if code in ("action", "assessment") and field == "status" else NOTHING
    if code == "money" and isinstance(content, int) and not isinstance(content, bool):
        return priced(content, currency)
    if code == "reporting" and isinstance(content, dict):
        units = content.get("units")
        return reporting_rule(str(content.get("who")), map(str, units) if isinstance(units, list) else ())
    if code == "evidence" and isinstance(content, dict):
        kind = f"{evidence_kind(content['kind'])}: " if isinstance(content.get("kind"), str) else ""
        return f"{kind}{_ANYTHING.show(content)}{_attached(content.get('attachment'))}"
    if code == "meeting" and isinstance(content, dict) and content.get("ended") is True:
        return f"{_ANYTHING.show(content)} ({_('ended')})"
    if code == "review" and isinstance(content, dict):
        return review(str(content.get("state")), str(content.get("reason", "")))
    if code == "resolution" and isinstance(content, dict):
        return " · ".join((figure("text", content.get("text")), *resolution_words(content)))
    if code == "period" and isinstance(content, dict):
        return _("as of {day}").format(day=figure("as_of", date(str(content.get("as_of")))))
    if code == "decision" and field == "revision" and isinstance(content, dict):
        return _revision(content)
    if is_redaction(code, field) and isinstance(content, dict):
        return _("change {n}").format(
            n=f"{figure('replica', content.get('replica'))[:8]}:{content.get('seq')}"
        )
    if code == "institution" and field == "emblem" and content:
        # nobody reads a picture in letters
        return _("a picture of {size} bytes").format(size=number(len(str(content).rstrip("=")) * 3 // 4))
    return (type_of(code, field) or _ANYTHING).show(content)


def is_of_meeting(code: str, target: str) -> bool:
    """Return True if a change is of a meeting, or a decision on no action: its target is random."""
    return code == "meeting" or (code == "resolution" and _MEETING.fullmatch(target) is not None)


def change(
    code: str,
    target: str,
    field: str,
    old: object,
    new: object,
    currency: str = "",
    beside: Iterable[object] = (),
    *,
    both: bool = False,
) -> str:
    """Return a change in words: "1.2.3, Status: Implemented → In progress"; for a new entry only what it
    says, but with ``both`` that there was nothing before it as well.

    ``beside`` are values that stand in conflict with the new one again.
    """
    others = tuple(beside)
    what, after = register(code, field), value_after(code, field, new, currency, others, old)
    if code == "narrative":
        # a page of text in a line: its beginning tells which
        return f"{figure('target', target)}, {what}: {_begun(after)}"
    where = _(NAMED[target]) if code == "name" and target in NAMED else figure("target", target)
    if is_of_meeting(code, target):
        where = kind("meeting")
    if others:
        return f"{where}, {what}: {after}"
    if code in ("reporting", "desk"):
        # of its target there is one
        return f"{what}: {value(code, field, old)} → {after}"
    if code == "meeting":
        # its target is random, and its title says which
        before, title = value(code, field, old), value(code, field, new)
        return f"{what}: {after}" if old is None or before == title else f"{what}: {before} → {after}"
    if (
        (code in ENTRIES and old is None and not both)
        or is_redaction(code, field)
        or (code, field) == ("decision", "revision")
    ):
        return f"{where}, {what}: {after}"
    before = value(code, field, old, currency)
    # what was confirmed, or moved to another day, is the same before and after; a review is of another report
    is_same = before == after and code != "review"
    return f"{where}, {what}: {after}" if is_same else f"{where}, {what}: {before} → {after}"


def day_of_amount(field: str, day: str) -> str:
    """Return the day of an amount: it was spent on it, or is what was allocated as of it."""
    words = _("as of {day}") if field.endswith("allocated") else _("spent on {day}")
    return words.format(day=date(day))


def since(code: str, field: str, day: str | None) -> str:
    """Return in brackets, for behind a value, the day from which it holds; "" where it has none."""
    if not day:
        return ""
    return f" ({day_of_amount(field, day) if code == 'money' else date(day)})"


def contradicting(values: Mapping[str, object]) -> str:
    """Return which fields of a report (values by field) contradict its status, in a sentence."""
    parts = [
        _("{field}: “{value}”").format(
            field=register("action", field), value=value("action", field, value_of_field)
        )
        for field, value_of_field in values.items()
    ]
    sentence = ngettext("{what} contradicts the status.", "{what} contradict the status.", len(parts))
    return sentence.format(what=", ".join(parts))


def change_state(state: str, *, code: str = "", days: int = 0, reason: str | None = None) -> str:
    """Return the state of a change.

    ``code`` is the check code of the file that carries it since so many ``days``, ``reason`` why it is held.
    """
    if state == "in_file":
        return _("in file {code} ({age})").format(code=code[:4], age=age(days))
    if state == "held":
        return _(HELD[reason]) if reason in HELD else _("held: {reason}").format(reason=reason)
    return _(STATES[state]) if state in STATES else state
